/**
 * ioctl(2) and fcntl(2) on a descriptor of the guest's, with the guest's numbers and addresses: those that are known are
 * translated both ways, and what could be an address and is not known is refused with EFAULT (requests.ts).
 */
import { constants, sys } from '@pysock/host';
import { beginsWithDescriptor, returnsDescriptor, takesDescriptor } from '@pysock/host/constants';
import type { EmscriptenModule } from '../../capi/index.ts';
import { createHostMemory } from '../../wasm/host-memory.ts';
import type { HostStream } from './host-stream.ts';
import { hasAddress, isFlat, isHarmlessNumber, LOWEST_ADDRESS, POINTERS, STRUCTURES } from './requests.ts';
import type { DescriptorTable } from './table.ts';

const { EFAULT, F_DUPFD, F_DUPFD_CLOEXEC, O_CLOEXEC } = constants;

/** Results are -errno, or as the call's; a descriptor has the guest's number. */
export interface DescriptorControl {
  ioctlNumber(stream: HostStream, request: number, value: number): number;
  /** The structure is changed in place. The kernel may write behind what the caller counts as its end. */
  ioctlBytes(stream: HostStream, request: number, structure: Uint8Array): number;
  fcntlNumber(stream: HostStream, command: number, value: number): number;
  fcntlBytes(stream: HostStream, command: number, structure: Uint8Array): number;
}

export function createDescriptorControl(module: EmscriptenModule, table: DescriptorTable): DescriptorControl {
  const memory = createHostMemory(module);

  const resultOf = (request: number, result: number): number =>
    result >= 0 && returnsDescriptor(request) ? table.open(result) : result;

  const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
    new DataView(buffer, byteOffset, byteLength);

  /** Makes a call with a word of the structure as the host has it; afterwards it is the guest's again. */
  function withWord(structure: Uint8Array, at: number, host: bigint, call: () => number): number {
    const view = viewOf(structure);
    const guest = view.getBigUint64(at, true);
    view.setBigUint64(at, host, true);
    const result = call();
    view.setBigUint64(at, guest, true);
    return result;
  }

  function translated(request: number, structure: Uint8Array, call: () => number): number {
    const pointer = POINTERS.get(request);
    if (pointer !== undefined) {
      const guest = viewOf(structure).getBigUint64(pointer, true);
      if (guest >= module.HEAPU8.length) return -EFAULT;
      return guest === 0n ? call() : withWord(structure, pointer, BigInt(memory.address(Number(guest))), call);
    }
    if (beginsWithDescriptor.has(request)) {
      const guest = viewOf(structure).getBigInt64(0, true);
      return withWord(structure, 0, BigInt.asUintN(64, BigInt(table.host(Number(guest)))), call);
    }
    return !isFlat(request) && hasAddress(structure, module.HEAPU8.length) ? -EFAULT : call();
  }

  return {
    ioctlNumber({ nfd }, request, value) {
      if (takesDescriptor.has(request)) return sys.ioctlAt(nfd, request, table.host(value) >>> 0);
      if (!isHarmlessNumber(request, value)) return -EFAULT;
      return resultOf(request, sys.ioctlAt(nfd, request, value >>> 0));
    },
    ioctlBytes({ nfd }, request, structure) {
      return resultOf(
        request,
        translated(request, structure, () => sys.ioctl(nfd, request, structure)),
      );
    },
    fcntlNumber(stream, command, value) {
      if (command === F_DUPFD) return table.duplicate(stream, 0, value);
      if (command === F_DUPFD_CLOEXEC) return table.duplicate(stream, O_CLOEXEC, value);
      if (STRUCTURES.has(command) && (value < 0 || value >= LOWEST_ADDRESS)) return -EFAULT;
      return sys.fcntl(stream.nfd, command, value);
    },
    fcntlBytes({ nfd }, command, structure) {
      return sys.fcntlBytes(nfd, command, structure);
    },
  };
}
