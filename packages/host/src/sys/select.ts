/** <sys/select.h>. Results as in socket.ts. */

import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { timeval } from '../layouts/index.ts';

const c = watchable({ select: lazy('int select(int, void *, void *, void *, void *)') });

const NS_PER_US = 1000;
const US_PER_SECOND = 1e6;
const BITS = 32;

const interval = new BigInt64Array(timeval.sizeof / 8);

/**
 * An `fd_set` as long as it takes: the kernel reads as many bits as select() says, whatever FD_SETSIZE is in C.
 * Words of 32 bits are right for an array of longs where the low half comes first.
 */
export class FdSet {
  readonly words: Int32Array;
  constructor(nfds: number) {
    this.words = new Int32Array(Math.ceil(nfds / 64) * 2);
  }
  set(fd: number): void {
    this.words[fd >>> 5] = (this.words[fd >>> 5] as number) | (1 << (fd % BITS));
  }
  has(fd: number): boolean {
    return ((this.words[fd >>> 5] as number) & (1 << (fd % BITS))) !== 0;
  }
}

/** `timeout` in nanoseconds, negative without end; a started microsecond counts whole. Answers how many bits are left, or -errno. */
export function select(nfds: number, reading: FdSet, writing: FdSet, except: FdSet, timeout: number): number {
  const us = Math.ceil(timeout / NS_PER_US);
  interval[0] = BigInt(Math.floor(us / US_PER_SECOND));
  interval[1] = BigInt(us % US_PER_SECOND);
  return resultOf(c.select(nfds, reading.words, writing.words, except.words, timeout < 0 ? null : interval));
}
