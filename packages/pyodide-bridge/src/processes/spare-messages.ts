/** What a spare process and the one that it is to be a copy of say to each other, over a pair of sockets that keep messages apart. */
import { constants, sys } from '@pysock/host';

const { EINTR } = constants;

/** Bytes of the longest message: so many numbers of descriptors. */
const LONGEST = 4096;
const GO = 0;

/** From the spare: it is ready; it hears signals. */
export const READY = 1;
export const HEARS = 2;

/** Sends descriptors, with the host's numbers that they have here. 0 or more, or -errno. */
export function sendDescriptors(socket: number, hosts: readonly number[]): number {
  for (let at = 0; at < hosts.length; at += sys.MOST_RIGHTS) {
    const some = hosts.slice(at, at + sys.MOST_RIGHTS);
    const sent = sys.sendRights(socket, Buffer.from(Int32Array.from(some).buffer), some);
    if (sent < 0) return sent;
  }
  return 0;
}

/** Has the other go on with what it has been sent. */
export function sendGo(socket: number): number {
  return sys.sendRights(socket, Uint8Array.of(GO), []);
}

/** Waits for all descriptors: the numbers that they had there, each with the one here. Undefined when there will be none. */
export function receiveDescriptors(socket: number): Map<number, number> | undefined {
  const numbers = new Map<number, number>();
  const bytes = new Uint8Array(LONGEST);
  for (;;) {
    const { length, fds } = sys.receiveRights(socket, bytes);
    if (length === -EINTR) continue;
    if (length <= 0) return undefined;
    if (length === 1) return numbers;
    const hosts = new Int32Array(bytes.buffer, 0, length / Int32Array.BYTES_PER_ELEMENT);
    for (const [index, host] of hosts.entries()) numbers.set(host, fds[index] ?? -1);
  }
}

export function say(socket: number, word: number): void {
  sys.sendRights(socket, Uint8Array.of(word), []);
}

/** Waits for the other's word. False when there will be none. */
export function hear(socket: number): boolean {
  const bytes = new Uint8Array(1);
  for (;;) {
    const { length } = sys.receiveRights(socket, bytes);
    if (length !== -EINTR) return length === 1;
  }
}
