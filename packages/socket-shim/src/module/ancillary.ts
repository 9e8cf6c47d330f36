/** Messages with ancillary data: sendmsg, recvmsg. A part of a message may lie at a host address (see sys/socket.ts). */

import { addressOf, SUSPENDED, type SystemCall } from '@pysock/host/call';
import {
  ALG_SET_AEAD_ASSOCLEN,
  ALG_SET_IV,
  ALG_SET_OP,
  EAGAIN,
  MSG_DONTWAIT,
  SOL_ALG,
  SYS_recvmsg,
  SYS_sendmsg,
} from '@pysock/host/constants';
import { af_alg_iv } from '@pysock/host/layouts';
import * as sys from '@pysock/host/sys';
import { close } from '@pysock/host/sys';
import { makesockaddr, type SockAddr, sockaddrSize } from '../address/index.ts';
import { ValueError } from '../base/errors.ts';
import {
  type AncillaryItem,
  controlData,
  get_CMSG_LEN,
  get_CMSG_SPACE,
  receivedDescriptors,
  SOCKLEN_T_LIMIT,
} from './control-data.ts';
import { MessageHeader, type Part } from './message-header.ts';
import { sock_call } from './sock-call.ts';
import type { SocketCall } from './socket-object.ts';
import { SOCK_ADDR_SIZE, type SocketObject } from './socket-object.ts';
import { mustBeWhole } from './stream-io.ts';
import { sendsWhole, WholeCall } from './whole-call.ts';

export type { Part } from './message-header.ts';

const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/** What is left of the parts after so many bytes. */
function restOf(parts: readonly Part[], done: number): readonly Part[] {
  let skipped = done;
  return parts.flatMap((part) => {
    const skip = Math.min(skipped, part.length);
    skipped -= skip;
    if (skip === part.length) return [];
    if (skip === 0) return [part];
    return part instanceof Uint8Array
      ? [part.subarray(skip)]
      : [{ address: part.address + skip, length: part.length - skip }];
  });
}

/** socketmodule.c: sock_sendmsg_impl */
class SendmsgCall implements SocketCall {
  readonly flags: number;
  readonly #to: Uint8Array | null;
  readonly #parts: readonly Part[];
  #message: MessageHeader;

  constructor(parts: readonly Part[], control: Uint8Array | null, flags: number, to: Uint8Array | null) {
    this.#to = to;
    this.#parts = parts;
    this.#message = this.#messageOf(parts, control);
    this.flags = flags;
  }

  #messageOf(parts: readonly Part[], control: Uint8Array | null): MessageHeader {
    const message = new MessageHeader(parts, this.#to?.length ?? 0, control?.length ?? 0);
    if (this.#to !== null) message.name.set(this.#to);
    if (control !== null) message.control.set(control);
    return message;
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    return this.send(s, dontwait ? this.flags | MSG_DONTWAIT : this.flags, 0);
  }

  /** Sends from `done` bytes on. The ancillary data goes with the first of them. */
  send(s: SocketObject, flags: number, done: number): number {
    return sys.sendmsg(s.sock_fd, this.#from(done).bytes, flags);
  }

  kernelCall({ sock_fd }: SocketObject, done = 0): SystemCall {
    return { number: SYS_sendmsg, args: [sock_fd, addressOf(this.#from(done).bytes), this.flags] };
  }

  #from(done: number): MessageHeader {
    if (done > 0) this.#message = this.#messageOf(restOf(this.#parts, done), null);
    return this.#message;
  }

  /** Gives its memory up, when the call is over. */
  dispose(): void {
    this.#message.dispose();
  }
}

function wholeOf(call: SendmsgCall, parts: readonly Part[]): WholeCall {
  return new WholeCall(call.flags, lengthOf(parts), {
    step: (s, all, done) => call.send(s, all, done),
    kernelCall: (s, done) => call.kernelCall(s, done),
  });
}

/**
 * socketmodule.c: sock_sendmsg. How many bytes of the parts were sent, or a negative result. `items` are of a size that
 * `sizeProblem` has nothing against; `to` is a sockaddr.
 */
export function sock_sendmsg_guts(
  s: SocketObject,
  parts: readonly Part[],
  items: readonly AncillaryItem[],
  flags: number,
  to: Uint8Array | null,
): number {
  const control = items.length === 0 ? null : controlData(items);
  const call = new SendmsgCall(parts, control, flags, to);
  const sent = sock_call(s, true, sendsWhole(s, flags) ? wholeOf(call, parts) : call);
  if (sent !== SUSPENDED) call.dispose();
  return sent;
}

/** What an AF_ALG operation is told besides its data. */
export interface AlgOperation {
  /** ALG_OP_DECRYPT, ALG_OP_ENCRYPT, ... */
  readonly op: number;
  /** The initialisation vector. */
  readonly iv?: Uint8Array;
  /** How much of the data is associated with an AEAD cipher's message and not encrypted. */
  readonly assoclen?: number;
}

/** socketmodule.c: sock_sendmsg_afalg. How many bytes of the parts were sent, or a negative result. */
export function sock_sendmsg_afalg_guts(
  s: SocketObject,
  parts: readonly Part[],
  { op, iv, assoclen }: AlgOperation,
  flags: number,
): number {
  const items: AncillaryItem[] = [[SOL_ALG, ALG_SET_OP, word(op)]];
  const vector = iv === undefined ? undefined : ivData(iv);
  if (vector !== undefined) items.push([SOL_ALG, ALG_SET_IV, vector]);
  if (assoclen !== undefined) items.push([SOL_ALG, ALG_SET_AEAD_ASSOCLEN, word(assoclen)]);
  // sic: the header of the vector counts the padding too.
  const control = controlData(items, (data) => (data === vector ? get_CMSG_SPACE : get_CMSG_LEN)(data.length));
  return sock_call(s, true, new SendmsgCall(parts, control, flags, null));
}

function word(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function ivData(iv: Uint8Array): Uint8Array {
  const data = new Uint8Array(af_alg_iv.sizeof + iv.length);
  data.set(word(iv.length), af_alg_iv.ivlen);
  data.set(iv, af_alg_iv.iv);
  return data;
}

/**
 * socketmodule.c: sock_recvmsg_impl. When it has succeeded it holds what came: the ancillary data, the flags, the sender.
 * Descriptors among it are open: who can't hand them on calls `closeDescriptors`.
 */
export class RecvmsgCall implements SocketCall {
  readonly flags: number;
  readonly #addressSize: number;
  readonly #message: MessageHeader;

  /**
   * `ancbufsize` is how many bytes of ancillary data there is room for.
   *
   * @throws OSError for a family without addresses, ValueError for a size that is none.
   */
  constructor(s: SocketObject, parts: readonly Part[], ancbufsize: number, flags: number) {
    this.#addressSize = sockaddrSize(s.sock_family, s.sock_proto);
    if (ancbufsize < 0 || ancbufsize > SOCKLEN_T_LIMIT) throw new ValueError('invalid ancillary data buffer length');
    this.#message = new MessageHeader(parts, SOCK_ADDR_SIZE, ancbufsize);
    this.flags = flags;
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    if (dontwait && mustBeWhole(this.flags)) return -EAGAIN;
    this.#prepare();
    const received = sys.recvmsg(s.sock_fd, this.#message.bytes, dontwait ? this.flags | MSG_DONTWAIT : this.flags);
    return this.returned(s, received);
  }

  kernelCall({ sock_fd }: SocketObject): SystemCall {
    this.#prepare();
    return { number: SYS_recvmsg, args: [sock_fd, addressOf(this.#message.bytes), this.flags] };
  }

  returned(_s: SocketObject, result: number): number {
    if (result < 0) this.#message.controlLength = 0;
    return result;
  }

  #prepare(): void {
    this.#message.nameLength = this.#addressSize;
    this.#message.controlLength = this.#message.controlSize;
  }

  /** The ancillary data that came. */
  get control(): Uint8Array {
    return this.#message.received;
  }

  /** `MSG_*`: what the kernel says of the message. */
  get messageFlags(): number {
    return this.#message.flags;
  }

  /** The sender, null where the kernel names none. */
  sender(s: SocketObject): SockAddr {
    const length = Math.min(this.#message.nameLength, this.#addressSize);
    return length === 0 ? null : makesockaddr(this.#message.name, length, s.sock_proto);
  }

  /** Gives the memory up that all this lies in. */
  dispose(): void {
    this.#message.dispose();
  }

  /** socketmodule.c: sock_recvmsg_guts, err_closefds */
  closeDescriptors(): void {
    for (const fd of receivedDescriptors(this.control)) close(fd);
  }
}

/** socketmodule.c: sock_recvmsg_guts, the call. How many bytes came (with MSG_TRUNC perhaps more than fit), or a negative result. */
export function sock_recvmsg_guts(s: SocketObject, call: RecvmsgCall): number {
  return sock_call(s, false, call);
}
