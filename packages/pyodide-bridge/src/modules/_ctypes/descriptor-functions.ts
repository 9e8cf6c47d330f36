/** unistd.h, sys/ioctl.h, sys/socket.h: what makes, closes or controls descriptors in a way of its own. */
import { constants, sys } from '@pysock/host';
import { foreignErrno } from '@pysock/host/call';
import type { Bridge } from '../../bridge.ts';
import { createDescriptorControl } from '../../kernel/descriptors/ioctl.ts';
import { isFlat, isHarmlessNumber, POINTERS } from '../../kernel/descriptors/requests.ts';
import { hostOption } from '../_socket/option-addresses.ts';
import type { Arguments } from './arguments.ts';
import type { Special } from './special.ts';

const { EBADF, EFAULT, EINVAL, ENOMEM } = constants;

/** ioctl.h: a request has the size of its structure in it, or is of a kind whose structures are no longer than this. */
const IOC_SIZESHIFT = 16;
const IOC_SIZEMASK = 0x3fff;
const LONGEST_PLAIN = 64;

/** Calls `make` for a pair of descriptors, which are written where an argument points. */
function pairInto({ capi, descriptors }: Bridge, at: number, make: (pair: Int32Array) => number): number {
  const pair = new Int32Array(2);
  const result = make(pair);
  if (result < 0) return result;
  const [first = -1, second = -1] = pair;
  capi.module.HEAP32.set([descriptors.open(first), descriptors.open(second)], at >>> 2);
  return 0;
}

/** `flags` undefined: dup2, for which the same number is no failure. */
function duplicate({ descriptors }: Bridge, from: number, to: number, flags?: number): number {
  const stream = descriptors.find(from);
  if (stream === undefined || to < 0) return -EBADF;
  if (from === to) return flags === undefined ? to : -EINVAL;
  return descriptors.replace(stream, to, flags ?? 0);
}

function ioctl(bridge: Bridge, { int, uint, pointer }: Arguments): number {
  const { capi, descriptors } = bridge;
  const stream = descriptors.find(int(0));
  if (stream === undefined) return -EBADF;
  const request = uint(1);
  const control = createDescriptorControl(capi.emscripten, descriptors);
  if (isHarmlessNumber(request, int(2))) return control.ioctlNumber(stream, request, int(2));
  // Its pointer has the guest's size there.
  if (POINTERS.has(request)) return -EFAULT;
  const size = isFlat(request) ? LONGEST_PLAIN : (request >>> IOC_SIZESHIFT) & IOC_SIZEMASK;
  const memory = capi.module.HEAPU8;
  if (size === 0 || pointer(2) + size > memory.length) return -EFAULT;
  return control.ioctlBytes(stream, request, memory.subarray(pointer(2), pointer(2) + size));
}

function setsockopt(bridge: Bridge, { fd, int, uint, pointer }: Arguments): number {
  const memory = bridge.capi.module.HEAPU8;
  const [level, option, length] = [int(1), int(2), uint(4)];
  if (pointer(3) + length > memory.length) return -EFAULT;
  const value = hostOption(bridge, level, option, memory.slice(pointer(3), pointer(3) + length));
  return typeof value === 'number' ? value : sys.setsockopt(fd(0), level, option, value, value.length);
}

function getsockopt({ capi }: Bridge, { fd, int, pointer }: Arguments): number {
  const { HEAPU8, HEAPU32 } = capi.module;
  const length = Int32Array.of(HEAPU32[pointer(4) >>> 2] as number);
  const [size = 0] = length;
  if (size < 0 || size > HEAPU8.length) return -ENOMEM;
  const value = new Uint8Array(size);
  const result = sys.getsockopt(fd(0), int(1), int(2), value, length);
  if (result < 0) return result;
  const [written = 0] = length;
  capi.memory.copyIn(pointer(3), value.subarray(0, written));
  capi.module.HEAPU32[pointer(4) >>> 2] = written;
  return 0;
}

export const descriptorFunctions: Readonly<Record<string, Special>> = {
  ioctl,
  setsockopt,
  getsockopt,
  close: ({ descriptors }, { int }) => descriptors.close(int(0)),
  read: (_bridge, { fd, address, uint }) => sys.read(fd(0), address(1), uint(2)),
  isatty: (_bridge, { fd }) => (sys.isatty(fd(0)) ? 1 : { value: 0, failure: foreignErrno() }),
  write: (_bridge, { fd, address, uint }) => sys.write(fd(0), address(1), uint(2)),
  dup2: (bridge, { int }) => duplicate(bridge, int(0), int(1)),
  dup3: (bridge, { int }) => duplicate(bridge, int(0), int(1), int(2)),
  pipe: (bridge, { pointer }) => pairInto(bridge, pointer(0), (pair) => sys.pipe2(pair, 0)),
  pipe2: (bridge, { int, pointer }) => pairInto(bridge, pointer(0), (pair) => sys.pipe2(pair, int(1))),
  socketpair: (bridge, { int, pointer }) =>
    pairInto(bridge, pointer(3), (pair) => sys.socketpair(int(0), int(1), int(2), pair)),
};
