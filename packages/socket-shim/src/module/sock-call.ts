/** Waiting, once for all methods: deadlines, EINTR (PEP 475) and readiness that turned out false. */

import { TIMED_OUT } from '@pysock/host/call';
import { EAGAIN, EINTR, INT_MAX, MSG_DONTWAIT, POLLERR, POLLIN, POLLOUT } from '@pysock/host/constants';
import { pollOne } from '@pysock/host/sys';
import type { SocketCall, SocketObject } from './socket-object.ts';

const NS_PER_MS = 1e6;

/** Nanoseconds on the clock that deadlines are measured by. */
export function monotonic(): number {
  return performance.now() * NS_PER_MS;
}

/** What poll() takes for an interval of nanoseconds: milliseconds, rounded up so that no wait ends early. */
export function pollTimeout(interval: number): number {
  return interval < 0 ? -1 : Math.min(Math.ceil(interval / NS_PER_MS), INT_MAX);
}

/** socketmodule.c: internal_select. 0 when the socket is ready or closed, 1 when the time is over, else -errno. */
export function internal_select(s: SocketObject, writing: boolean, interval: number, connect: boolean): number {
  if (s.sock_fd === -1) return 0;
  const events = (writing ? POLLOUT : POLLIN) | (connect ? POLLERR : 0);
  const n = pollOne(s.sock_fd, events, pollTimeout(interval));
  if (n < 0) return n;
  return n === 0 ? 1 : 0;
}

/**
 * socketmodule.c: sock_call_ex
 *
 * Makes `call` until it succeeds, fails, or `timeout` (nanoseconds, negative for none) is over. A socket with a
 * timeout is polled first, as is a connection under way. An interrupted call is made again unless a signal's
 * handler raised, the time that is left being counted anew.
 *
 * Answers the call's result, -errno, TIMED_OUT, INTERRUPTED, or SUSPENDED where the socket's waiter suspends.
 */
export function sock_call_ex(
  s: SocketObject,
  writing: boolean,
  call: SocketCall,
  connect: boolean,
  timeout: number,
): number {
  const { waiter } = s;
  const handOver = timeout === 0 ? undefined : waiter.interrupted;
  const dontwait = timeout < 0 && ((call.flags ?? 0) & MSG_DONTWAIT) !== 0;
  if (waiter.take !== undefined && !dontwait) return waiter.take(s, writing, call, connect, timeout);
  const deadline = timeout > 0 ? monotonic() + timeout : 0;
  let interval = timeout;
  const left = (): number => (timeout > 0 ? Math.max(deadline - monotonic(), 1) : timeout);
  for (;;) {
    if (timeout > 0 || connect) {
      const ready = interval < 0 && timeout > 0 ? 1 : internal_select(s, writing, interval, connect);
      if (ready === 1) return TIMED_OUT;
      if (ready < 0) {
        if (ready !== -EINTR) return ready;
        if (handOver !== undefined) return handOver(s, writing, call, connect, left());
        const signalled = waiter.checkSignals();
        if (signalled < 0) return signalled;
        if (timeout > 0) interval = deadline - monotonic();
        continue;
      }
    }
    let result = call.attempt(s, false);
    while (result === -EINTR) {
      if (handOver !== undefined) return handOver(s, writing, call, connect, left());
      const signalled = waiter.checkSignals();
      if (signalled < 0) return signalled;
      result = call.attempt(s, false);
    }
    if (result === -EAGAIN && s.sock_timeout > 0) {
      interval = deadline - monotonic();
      continue;
    }
    return result;
  }
}

/** socketmodule.c: sock_call */
export function sock_call(s: SocketObject, writing: boolean, call: SocketCall): number {
  return sock_call_ex(s, writing, call, false, s.sock_timeout);
}

/**
 * Whether `sock_call` would make the call at once and answer what it answers: there is no deadline, and nobody to make way for.
 * Such a call needs no object. Where it answers -EINTR, go on with {@link sock_call_again}.
 */
export function isDirect(s: SocketObject): boolean {
  return s.sock_timeout <= 0 && s.waiter.take === undefined;
}

/** The rest of `sock_call`, after such a call that was interrupted. */
export function sock_call_again(s: SocketObject, writing: boolean, call: SocketCall): number {
  const { waiter, sock_timeout } = s;
  if (waiter.interrupted !== undefined && sock_timeout !== 0) {
    return waiter.interrupted(s, writing, call, false, sock_timeout);
  }
  const signalled = waiter.checkSignals();
  return signalled < 0 ? signalled : sock_call(s, writing, call);
}
