/** How a socket waits when its thread has others to make way for. */
import { constants, sys } from '@pysock/host';
import { monotonic, type SocketCall, type SocketObject, type Waiter } from '@pysock/socket-shim/internals';
import type { Scheduler } from './scheduler.ts';
import type { Wait } from './threads.ts';

const { EAGAIN, POLLERR, POLLIN, POLLOUT } = constants;

/** socketmodule.c: sock_call_ex, its waiting part: a call is made without blocking, and again when the socket is ready. */
export function createSocketWaiter(scheduler: Scheduler, checkSignals: () => number): Waiter {
  function waitOf(s: SocketObject, writing: boolean, call: SocketCall, connect: boolean, timeout: number): Wait {
    const fd = s.sock_fd;
    const attempt = (): number => {
      s.sock_fd = fd;
      if (connect && sys.pollOne(fd, POLLOUT | POLLERR, 0) === 0) return -EAGAIN;
      return call.attempt(s, true);
    };
    const deadline = timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout;
    const files = [{ fd, events: writing ? POLLOUT : POLLIN }];
    return { files, deadline, attempt, isSelfContained: call.isSelfContained };
  }

  const take: Required<Waiter>['take'] = (s, writing, call, connect, timeout) =>
    timeout === 0 ? call.attempt(s, false) : scheduler.waitFor(waitOf(s, writing, call, connect, timeout));
  const interrupted: typeof take = (s, writing, call, connect, timeout) =>
    scheduler.interrupted(waitOf(s, writing, call, connect, timeout));

  // A class: V8 looks a getter of an object literal up in 30 ns, and one of a class in 1.
  class SocketWaiter implements Waiter {
    readonly checkSignals = checkSignals;
    readonly interrupted = interrupted;
    get take() {
      return scheduler.threaded ? take : undefined;
    }
  }
  return new SocketWaiter();
}
