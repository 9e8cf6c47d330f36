/** Transfers that the kernel makes whole: what a blocking stream sends, and what it receives with MSG_WAITALL. */
import { EAGAIN, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL, SOCK_STREAM } from '@pysock/host/constants';
import type { SocketCall, SocketObject } from './socket-object.ts';

/** Makes the transfer from `done` bytes on. How many more went, or -errno. */
type Step = (s: SocketObject, flags: number, done: number) => number;

/**
 * Where a waiter makes calls without blocking, the kernel takes or gives what goes at once, so the rest is waited for here. A
 * stream that ends or fails answers what went before.
 */
export class WholeCall implements SocketCall {
  readonly flags: number;
  readonly #step: Step;
  readonly #length: number;
  #done = 0;

  constructor(flags: number, length: number, step: Step) {
    this.flags = flags;
    this.#length = length;
    this.#step = step;
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    const flags = dontwait ? this.flags | MSG_DONTWAIT : this.flags;
    do {
      const n = this.#step(s, flags, this.#done);
      if (n === -EAGAIN || (n < 0 && this.#done === 0)) return n;
      if (n <= 0) break;
      this.#done += n;
    } while (this.#done < this.#length);
    return this.#done;
  }
}

/** Whether a send blocks until the kernel has taken all. */
export function sendsWhole(s: SocketObject, flags: number): boolean {
  return s.sock_timeout < 0 && s.sock_type === SOCK_STREAM && (flags & MSG_DONTWAIT) === 0;
}

/** Whether a receive blocks until the buffer is full. */
export function receivesWhole(s: SocketObject, flags: number): boolean {
  const isAsked = (flags & (MSG_WAITALL | MSG_DONTWAIT | MSG_PEEK)) === MSG_WAITALL;
  return isAsked && s.sock_timeout < 0 && s.sock_type === SOCK_STREAM;
}
