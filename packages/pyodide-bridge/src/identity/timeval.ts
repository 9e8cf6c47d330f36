/**
 * `struct timeval`, whose fields are C longs: 4 bytes each in the guest, where `struct.pack('ll', ...)` makes them, and 8 in
 * the host. The kernel does the same for programs of 32 bits.
 */
import { constants } from '@pysock/host';

const { SO_RCVTIMEO, SO_SNDTIMEO, SOL_SOCKET } = constants;

export const GUEST_TIMEVAL = 8;
export const HOST_TIMEVAL = 16;

/** Whether an option's value is a timeval. */
export function isTimeval(level: number, option: number): boolean {
  return level === SOL_SOCKET && (option === SO_RCVTIMEO || option === SO_SNDTIMEO);
}

export function hostTimeval(guest: Uint8Array): Uint8Array {
  const from = new DataView(guest.buffer, guest.byteOffset);
  const host = new Uint8Array(HOST_TIMEVAL);
  const to = new DataView(host.buffer);
  for (const field of [0, 1]) to.setBigInt64(field * 8, BigInt(from.getInt32(field * 4, true)), true);
  return host;
}

export function guestTimeval(host: Uint8Array): Uint8Array {
  const from = new DataView(host.buffer, host.byteOffset);
  const guest = new Uint8Array(GUEST_TIMEVAL);
  const to = new DataView(guest.buffer);
  for (const field of [0, 1]) to.setInt32(field * 4, Number(from.getBigInt64(field * 8, true)), true);
  return guest;
}
