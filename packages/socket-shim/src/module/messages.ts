/** sendmsg, recvmsg, recvmsg_into and sendmsg_afalg for JavaScript values. */

import { AF_ALG } from '@pysock/host/constants';
import { intArgument } from '../address/arguments.ts';
import type { SockAddr } from '../address/index.ts';
import { OSError, OverflowError, throwResult, ValueError } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';
import { RecvmsgCall, sock_recvmsg_guts, sock_sendmsg_afalg_guts, sock_sendmsg_guts } from './ancillary.ts';
import { type AncillaryItem, controlMessages, get_CMSG_LEN, get_CMSG_SPACE, sizeProblem } from './control-data.ts';
import {
  type BytesLike,
  bytesArgument,
  fitBytes,
  newBytes,
  sizeArgument,
  writableArgument,
} from './socket-arguments.ts';
import type { SocketObject } from './socket-object.ts';

/** An item of ancillary data that is to be sent. */
export type AncillaryData = readonly [cmsg_level: number, cmsg_type: number, cmsg_data: BytesLike];

/** What recvmsg() answers. */
export type Message<Data = Uint8Array> = [data: Data, ancdata: AncillaryItem[], msg_flags: number, address: SockAddr];

/** Python's keyword arguments of sendmsg_afalg(). */
export interface AfalgOptions {
  /** ALG_OP_DECRYPT, ALG_OP_ENCRYPT, ALG_OP_SIGN, ALG_OP_VERIFY */
  op: number;
  /** The initialisation vector. */
  iv?: BytesLike;
  /** How many bytes of the data belong to an AEAD cipher's message without being encrypted. */
  assoclen?: number;
  /** `MSG_*` */
  flags?: number;
}

/**
 * socketmodule.c: socket_CMSG_LEN. The length of an item of ancillary data with its header, without the padding that follows.
 *
 * @throws OverflowError below 0, and above 2147483631.
 */
export function CMSG_LEN(length: number): number {
  return ranged('CMSG_LEN', get_CMSG_LEN(sizeArgument(length)));
}

/**
 * socketmodule.c: socket_CMSG_SPACE. How large a buffer has to be for an item of ancillary data, with padding.
 *
 * @throws OverflowError below 0, and above 2147483623.
 */
export function CMSG_SPACE(length: number): number {
  return ranged('CMSG_SPACE', get_CMSG_SPACE(sizeArgument(length)));
}

function ranged(name: string, result: number): number {
  if (result < 0) throw new OverflowError(`${name}() argument out of range`);
  return result;
}

function itemsOf<Item>(values: Iterable<Item>, argument: string): Item[] {
  if (typeof (values as Partial<Iterable<Item>> | null)?.[Symbol.iterator] === 'function') return Array.from(values);
  throw new TypeError(`${argument} must be an iterable`);
}

function ancillaryItem(item: unknown): AncillaryItem {
  const where = '[sendmsg() ancillary data items]()';
  if (!Array.isArray(item)) throw new TypeError(`${where} argument must be 3-item tuple, not ${typeName(item)}`);
  if (item.length !== 3) throw new TypeError(`${where} argument must be tuple of length 3, not ${item.length}`);
  return [intArgument(item[0]), intArgument(item[1]), bytesArgument(item[2])];
}

/** socketmodule.c: sock_sendmsg. `to` is a sockaddr. */
export function sendMessage(
  s: SocketObject,
  buffers: Iterable<BytesLike>,
  ancdata: Iterable<AncillaryData>,
  flags: number,
  to: Uint8Array | null,
): number {
  const parts = itemsOf(buffers, 'sendmsg() argument 1').map(bytesArgument);
  const items = itemsOf(ancdata, 'sendmsg() argument 2').map(ancillaryItem);
  const problem = sizeProblem(items);
  if (problem !== undefined) throw new OSError(problem);
  const sent = sock_sendmsg_guts(s, parts, items, intArgument(flags), to);
  return sent < 0 ? throwResult(sent) : sent;
}

/** socketmodule.c: sock_sendmsg_afalg */
export function sendAfalgMessage(s: SocketObject, msg: Iterable<BytesLike>, options: Partial<AfalgOptions>): number {
  if (s.sock_family !== AF_ALG) throw new OSError('algset is only supported for AF_ALG');
  const { op = -1, iv, assoclen, flags = 0 } = options;
  if (typeof op !== 'number' || op < 0) throw new TypeError("Invalid or missing argument 'op'");
  if (assoclen !== undefined && intArgument(assoclen) < 0) throw new TypeError('assoclen must be positive');
  const operation = {
    op: intArgument(op),
    ...(iv === undefined ? {} : { iv: bytesArgument(iv) }),
    ...(assoclen === undefined ? {} : { assoclen }),
  };
  const parts = itemsOf(msg, 'sendmsg() argument 1').map(bytesArgument);
  const sent = sock_sendmsg_afalg_guts(s, parts, operation, intArgument(flags));
  return sent < 0 ? throwResult(sent) : sent;
}

/** socketmodule.c: sock_recvmsg */
export function receiveMessage(s: SocketObject, bufsize: number, ancbufsize: number, flags: number): Message {
  const size = sizeArgument(bufsize);
  const room = sizeArgument(ancbufsize);
  const options = intArgument(flags);
  if (size < 0) throw new ValueError('negative buffer size in recvmsg()');
  const bytes = newBytes(size);
  const [received, ...rest] = receive(s, [bytes], room, options);
  return [fitBytes(bytes, Math.min(received, size)), ...rest];
}

/** socketmodule.c: sock_recvmsg_into */
export function receiveMessageInto(
  s: SocketObject,
  buffers: Iterable<BytesLike>,
  ancbufsize: number,
  flags: number,
): Message<number> {
  const room = sizeArgument(ancbufsize);
  const options = intArgument(flags);
  const parts = itemsOf(buffers, 'recvmsg_into() argument 1').map((buffer) => {
    if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer)) {
      throw new TypeError('recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers');
    }
    return writableArgument(buffer, '');
  });
  return receive(s, parts, room, options);
}

/** socketmodule.c: sock_recvmsg_guts */
function receive(s: SocketObject, parts: Uint8Array[], ancbufsize: number, flags: number): Message<number> {
  const call = new RecvmsgCall(s, parts, ancbufsize, flags);
  const received = sock_recvmsg_guts(s, call);
  if (received < 0) return throwResult(received);
  try {
    return [received, ancillaryItems(call.control), call.messageFlags, call.sender(s)];
  } catch (error) {
    call.closeDescriptors();
    throw error;
  }
}

function ancillaryItems(control: Uint8Array): AncillaryItem[] {
  const items: AncillaryItem[] = [];
  for (const { level, type, data, state } of controlMessages(control)) {
    if (state !== 'whole') process.emitWarning(MALFORMED, 'RuntimeWarning');
    if (state !== 'invalid') items.push([level, type, data.slice()]);
  }
  return items;
}

/** The text of the RuntimeWarning for ancillary data that is not whole. */
export const MALFORMED = 'received malformed or improperly-truncated ancillary data';
