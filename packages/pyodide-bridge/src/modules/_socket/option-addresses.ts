/** Socket options whose bytes have an address in them: a filter's program. Others of that kind are refused. */
import { constants } from '@pysock/host';
import { sock_fprog } from '@pysock/host/layouts';
import type { Bridge } from '../../bridge.ts';
import { hasAddress } from '../../kernel/descriptors/requests.ts';

const { EFAULT, IPPROTO_IP, IPPROTO_IPV6, SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF, SOL_SOCKET } = constants;

/** `struct sock_fprog` as the guest's C compiler lays it out, whose pointers have 32 bits; and one `struct sock_filter`. */
const GUEST_FPROG = 8;
const SIZEOF_FILTER = 8;
/** The tables of packet filters (xt_...), which hold addresses, are longer; other options of IP are shorter or have none. */
const LONGEST_PLAIN = 64;

const isFilter = (level: number, option: number): boolean =>
  level === SOL_SOCKET && (option === SO_ATTACH_FILTER || option === SO_ATTACH_REUSEPORT_CBPF);

/** The bytes that the host is given for an option's, or -errno. */
export function hostOption(
  { capi: { module }, hostMemory }: Bridge,
  level: number,
  option: number,
  given: Uint8Array,
): Uint8Array | number {
  const memory = module.HEAPU8;
  if (isFilter(level, option) && (given.length === GUEST_FPROG || given.length >= sock_fprog.sizeof)) {
    const view = new DataView(given.buffer, given.byteOffset);
    const isGuests = given.length === GUEST_FPROG;
    const program = isGuests ? view.getUint32(4, true) : Number(view.getBigUint64(sock_fprog.filter, true));
    const length = view.getUint16(sock_fprog.len, true);
    if (program === 0 || program + length * SIZEOF_FILTER > memory.length) return -EFAULT;
    const host = new Uint8Array(sock_fprog.sizeof);
    const words = new DataView(host.buffer);
    words.setUint16(sock_fprog.len, length, true);
    words.setBigUint64(sock_fprog.filter, BigInt(hostMemory.address(program)), true);
    return host;
  }
  const mayHaveAddress = (level === IPPROTO_IP || level === IPPROTO_IPV6) && given.length > LONGEST_PLAIN;
  return mayHaveAddress && hasAddress(given, memory.length) ? -EFAULT : given;
}
