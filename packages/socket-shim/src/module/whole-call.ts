/** Transfers that the kernel makes whole: what a blocking stream sends. */
import type { SystemCall } from '@pysock/host/call';
import { EAGAIN, MSG_DONTWAIT, SOCK_STREAM } from '@pysock/host/constants';
import type { SocketCall, SocketObject } from './socket-object.ts';

/** A transfer from `done` bytes on. */
interface Transfer {
  /** Makes it. How many more went, or -errno. */
  step(s: SocketObject, flags: number, done: number): number;
  kernelCall(s: SocketObject, done: number): SystemCall;
}

/**
 * Where a waiter makes calls without blocking, the kernel takes or gives what goes at once, so the rest is waited for here. A
 * stream that fails returns what went before.
 */
export class WholeCall implements SocketCall {
  readonly flags: number;
  readonly #transfer: Transfer;
  readonly #length: number;
  #done = 0;

  constructor(flags: number, length: number, transfer: Transfer) {
    this.flags = flags;
    this.#length = length;
    this.#transfer = transfer;
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    const flags = dontwait ? this.flags | MSG_DONTWAIT : this.flags;
    do {
      const n = this.#transfer.step(s, flags, this.#done);
      if ((n === -EAGAIN && dontwait) || (n < 0 && this.#done === 0)) return n;
      if (n <= 0) break;
      this.#done += n;
    } while (this.#done < this.#length);
    return this.#done;
  }

  kernelCall(s: SocketObject): SystemCall {
    return this.#transfer.kernelCall(s, this.#done);
  }

  /** The kernel sends all, unless a signal or an error ends it. */
  returned(_s: SocketObject, result: number): number {
    if (result < 0 && this.#done === 0) return result;
    return this.#done + Math.max(result, 0);
  }
}

/** Whether a send blocks until the kernel has taken all. */
export function sendsWhole(s: SocketObject, flags: number): boolean {
  return s.sock_timeout < 0 && s.sock_type === SOCK_STREAM && (flags & MSG_DONTWAIT) === 0;
}
