/** <sys/socket.h>: messages that bring descriptors (SCM_RIGHTS) between processes of ours. Results as in socket.ts. */
import { addressOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';
import { cmsghdr, iovec, msghdr } from '../layouts/index.ts';
import { recvmsg, sendmsg } from './socket.ts';

const { MSG_CMSG_CLOEXEC, MSG_NOSIGNAL, SCM_RIGHTS, SOL_SOCKET } = constants;

/** The kernel's own limit for a message: SCM_MAX_FD. */
export const MOST_RIGHTS = 253;

interface Message {
  readonly header: Uint8Array;
  readonly control: Uint8Array;
  /** What the header points to lives as long as this does. */
  readonly kept: readonly unknown[];
}

function messageOf(bytes: Uint8Array, control: Uint8Array): Message {
  const vector = BigUint64Array.of(BigInt(addressOf(bytes)), BigInt(bytes.length));
  const header = new Uint8Array(msghdr.sizeof);
  const view = new DataView(header.buffer);
  view.setBigUint64(msghdr.msg_iov, BigInt(addressOf(vector)), true);
  view.setBigUint64(msghdr.msg_iovlen, BigInt((vector.length * 8) / iovec.sizeof), true);
  if (control.length > 0) {
    view.setBigUint64(msghdr.msg_control, BigInt(addressOf(control)), true);
    view.setBigUint64(msghdr.msg_controllen, BigInt(control.length), true);
  }
  return { header, control, kept: [bytes, vector] };
}

/** Sends a message that is not empty, with at most {@link MOST_RIGHTS} descriptors. */
export function sendRights(socket: number, bytes: Uint8Array, fds: readonly number[]): number {
  const control = new Uint8Array(fds.length === 0 ? 0 : cmsghdr.sizeof + Math.ceil(fds.length / 2) * 8);
  if (fds.length > 0) {
    const view = new DataView(control.buffer);
    view.setBigUint64(cmsghdr.cmsg_len, BigInt(cmsghdr.sizeof + fds.length * 4), true);
    view.setInt32(cmsghdr.cmsg_level, SOL_SOCKET, true);
    view.setInt32(cmsghdr.cmsg_type, SCM_RIGHTS, true);
    new Int32Array(control.buffer, cmsghdr.sizeof, fds.length).set(fds);
  }
  const message = messageOf(bytes, control);
  return sendmsg(socket, message.header, MSG_NOSIGNAL);
}

/** Waits for a message of {@link sendRights}. Its length, 0 at the end or -errno; its descriptors, which are close-on-exec. */
export function receiveRights(socket: number, bytes: Uint8Array): { readonly length: number; readonly fds: number[] } {
  const message = messageOf(bytes, new Uint8Array(cmsghdr.sizeof + (MOST_RIGHTS + 1) * 4));
  const length = recvmsg(socket, message.header, MSG_CMSG_CLOEXEC);
  const got = Number(new DataView(message.header.buffer).getBigUint64(msghdr.msg_controllen, true));
  if (length < 0 || got < cmsghdr.sizeof) return { length, fds: [] };
  const size = Number(new DataView(message.control.buffer).getBigUint64(cmsghdr.cmsg_len, true)) - cmsghdr.sizeof;
  return { length, fds: [...new Int32Array(message.control.buffer, cmsghdr.sizeof, size / 4)] };
}
