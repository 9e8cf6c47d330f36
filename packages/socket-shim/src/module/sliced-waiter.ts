/**
 * How a socket waits in a worker where nobody can end a wait with a signal: in slices, so that `worker.terminate()` and
 * `process.exit()` are seen between two of them.
 */

import { TIMED_OUT } from '@pysock/host/call';
import {
  EAGAIN,
  EALREADY,
  EINPROGRESS,
  EINTR,
  F_GETFL,
  F_SETFL,
  O_NONBLOCK,
  POLLERR,
  POLLIN,
  POLLOUT,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOL_SOCKET,
} from '@pysock/host/constants';
import { fcntl, getsockopt, poll, pollOne } from '@pysock/host/sys';
import { monotonic, pollTimeout } from './sock-call.ts';
import type { SocketCall, SocketObject, Waiter } from './socket-object.ts';

/** In milliseconds. */
const SLICE = 50;
/** Before a call is tried again that was ready and could not be made, such as a datagram to a full receiver. */
const PAUSE = 5;

const nobody = new Int32Array(2);
const timeval = new BigInt64Array(2);
const length = new Int32Array(1);

function hasLimit(fd: number): boolean {
  return [SO_RCVTIMEO, SO_SNDTIMEO].some((option) => {
    length[0] = timeval.byteLength;
    return getsockopt(fd, SOL_SOCKET, option, timeval, length) >= 0 && timeval.some((part) => part !== 0n);
  });
}

/** Waits until the descriptor is ready or the time is over. Its result is poll's. */
function wait(fd: number, events: number, deadline: number): number {
  for (;;) {
    const left = deadline - monotonic();
    if (left <= 0) return 0;
    const timeout = left === Number.POSITIVE_INFINITY ? SLICE : Math.min(pollTimeout(left), SLICE);
    const ready = pollOne(fd, events, timeout);
    if (ready !== 0 && ready !== -EINTR) return ready;
  }
}

const mayGoOn: ReadonlySet<number> = new Set([-EAGAIN, -EINPROGRESS, -EALREADY]);

/** Makes a call that does not block, until it is over. `limit` is what the file itself sets, and then the kernel waits. */
function callAgain(s: SocketObject, events: number, call: SocketCall, connect: boolean, deadline: number): number {
  let isFirst = !connect && deadline === Number.POSITIVE_INFINITY;
  for (;;) {
    if (!isFirst) {
      const ready = wait(s.sock_fd, events, deadline);
      if (ready <= 0) return ready === 0 ? TIMED_OUT : ready;
    }
    const result = call.attempt(s, true);
    if (result !== -EINTR && !mayGoOn.has(result)) return result;
    if (isFirst && result === -EAGAIN && hasLimit(s.sock_fd)) return call.attempt(s, false);
    if (!isFirst) poll(nobody, 0, PAUSE);
    isFirst = false;
  }
}

export const slicedWaiter: Waiter = {
  checkSignals: () => 0,
  take(s, writing, call, connect, timeout) {
    if (timeout === 0) return call.attempt(s, false);
    const events = (writing ? POLLOUT : POLLIN) | (connect ? POLLERR : 0);
    const deadline = timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout;
    if (timeout > 0 || connect) return callAgain(s, events, call, connect, deadline);
    const flags = fcntl(s.sock_fd, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK) !== 0) return call.attempt(s, false);
    if (call.isOnlyKernels !== true) return callAgain(s, events, call, connect, deadline);
    fcntl(s.sock_fd, F_SETFL, flags | O_NONBLOCK);
    try {
      return callAgain(s, events, call, connect, deadline);
    } finally {
      fcntl(s.sock_fd, F_SETFL, flags);
    }
  },
};
