/** Ancillary data as bytes: control messages, each a `struct cmsghdr` with its data behind it. */
import { isDescriptorMessage } from '@pysock/host/constants';
import { cmsghdr } from '@pysock/host/layouts';
import { noteSharing } from '@pysock/host/sys';

/** Numbers in bytes, without a DataView: V8 moves a small array out of its heap for one, which takes 1 us. */
function int32At(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return low | ((bytes[at + 3] as number) << 24);
}

export function setInt32At(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
  bytes[at + 3] = value >> 24;
}

const size64At = (bytes: Uint8Array, at: number): number =>
  (int32At(bytes, at) >>> 0) + (int32At(bytes, at + 4) >>> 0) * 2 ** 32;

/** An item of ancillary data: Python's `(cmsg_level, cmsg_type, cmsg_data)`. */
export type AncillaryItem = [cmsg_level: number, cmsg_type: number, cmsg_data: Uint8Array];

/** socketmodule.c: SOCKLEN_T_LIMIT */
export const SOCKLEN_T_LIMIT = 0x7fffffff;
const SIZE_OF_LONG = 8;

/** <sys/socket.h>: CMSG_ALIGN. */
function CMSG_ALIGN(length: number): number {
  const over = length % SIZE_OF_LONG;
  return over === 0 ? length : length + SIZE_OF_LONG - over;
}

/** socketmodule.c: get_CMSG_LEN. -1 when the length is out of range. */
export function get_CMSG_LEN(length: number): number {
  const header = CMSG_ALIGN(cmsghdr.sizeof);
  return length < 0 || length > SOCKLEN_T_LIMIT - header ? -1 : header + length;
}

/** socketmodule.c: get_CMSG_SPACE. -1 when the length is out of range. */
export function get_CMSG_SPACE(length: number): number {
  const header = CMSG_ALIGN(cmsghdr.sizeof);
  return length < 0 || length > SOCKLEN_T_LIMIT - header - SIZE_OF_LONG ? -1 : header + CMSG_ALIGN(length);
}

/** What is wrong with items that are to be sent, in CPython's words; undefined when nothing is. */
export function sizeProblem(items: readonly AncillaryItem[]): string | undefined {
  let total = 0;
  for (const [, , data] of items) {
    const space = get_CMSG_SPACE(data.length);
    if (space < 0) return 'ancillary data item too large';
    total += space;
    if (total > SOCKLEN_T_LIMIT) return 'too much ancillary data';
  }
  return undefined;
}

/** socketmodule.c: sock_sendmsg, the block of control messages. `lengthOf` gives what an item's header says of its length. */
export function controlData(
  items: readonly AncillaryItem[],
  lengthOf: (data: Uint8Array) => number = (data) => get_CMSG_LEN(data.length),
): Uint8Array {
  let size = 0;
  for (const [, , data] of items) size += get_CMSG_SPACE(data.length);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [level, type, data] of items) {
    if (isDescriptorMessage(level, type)) noteSharing();
    // Of 64 bits, the upper ones are 0: no item is longer than SOCKLEN_T_LIMIT.
    setInt32At(bytes, at + cmsghdr.cmsg_len, lengthOf(data));
    setInt32At(bytes, at + cmsghdr.cmsg_level, level);
    setInt32At(bytes, at + cmsghdr.cmsg_type, type);
    bytes.set(data, at + CMSG_ALIGN(cmsghdr.sizeof));
    at += get_CMSG_SPACE(data.length);
  }
  return bytes;
}

/** A control message that was received. */
export interface ControlMessage {
  readonly level: number;
  readonly type: number;
  /** What of its data is in the buffer: the buffer's own bytes. */
  readonly data: Uint8Array;
  /** socketmodule.c: get_cmsg_data_len: all of it is there, a part of it, or its length makes no sense. */
  readonly state: 'whole' | 'truncated' | 'invalid';
}

/** socketmodule.c: sock_recvmsg_guts, the loop over the control messages. One that is not whole is the last. */
export function controlMessages(control: Uint8Array): ControlMessage[] {
  const messages: ControlMessage[] = [];
  const header = CMSG_ALIGN(cmsghdr.sizeof);
  for (let at = 0; at + header <= control.length; ) {
    const length = size64At(control, at + cmsghdr.cmsg_len);
    const state = length < header ? 'invalid' : at + length > control.length ? 'truncated' : 'whole';
    messages.push({
      level: int32At(control, at + cmsghdr.cmsg_level),
      type: int32At(control, at + cmsghdr.cmsg_type),
      data: control.subarray(at + header, Math.max(at + length, at + header)),
      state,
    });
    if (state !== 'whole') break;
    at += CMSG_ALIGN(length);
  }
  return messages;
}

/** The descriptors that came with a message: they are open, and whoever received them has to close them. */
export function receivedDescriptors(control: Uint8Array): number[] {
  const found: number[] = [];
  for (const { level, type, data } of controlMessages(control)) {
    if (isDescriptorMessage(level, type)) found.push(...descriptorsIn(data).filter((fd) => fd >= 0));
  }
  return found;
}

/** The descriptors in the data of such a message. One that the kernel could not make is negative. */
export function descriptorsIn(data: Uint8Array): number[] {
  noteSharing();
  const found: number[] = [];
  for (let at = 0; at + 4 <= data.length; at += 4) found.push(int32At(data, at));
  return found;
}
