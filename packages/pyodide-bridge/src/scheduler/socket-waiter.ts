/** How a socket waits when its thread has others to make way for. */
import { constants, type SystemCall, sys } from '@pysock/host';
import { attempting } from '@pysock/host/call';
import { monotonic, type SocketCall, type SocketObject, type Waiter } from '@pysock/socket-shim/internals';
import { fileMode } from './file-modes.ts';
import type { Scheduler } from './scheduler.ts';
import type { Wait } from './threads.ts';

const { AF_INET, AF_INET6, AF_UNIX, EAGAIN, IPPROTO_TCP, POLLERR, POLLIN, POLLOUT, SOCK_STREAM } = constants;
const { MSG_CMSG_CLOEXEC, MSG_NOSIGNAL, MSG_PEEK, MSG_TRUNC } = constants;

/** Flags of a receive that do not change what it waits for. */
const HARMLESS = MSG_CMSG_CLOEXEC | MSG_NOSIGNAL | MSG_PEEK | MSG_TRUNC;

/**
 * Whether a call that cannot be made at once waits for nothing but that the descriptor is ready. The rest waits in the kernel:
 * who writes to a UNIX socket is woken when that is shut down, of which poll says nothing; a datagram waits for a receiver that is
 * full, while poll says that it could be sent.
 */
function waitsForReadiness(s: SocketObject, writing: boolean, call: SocketCall): boolean {
  const { sock_family, sock_type, sock_proto } = s;
  if (call.isOnlyKernels === true) return false;
  const isInternet = sock_family === AF_INET || sock_family === AF_INET6;
  if (writing) return isInternet && sock_type === SOCK_STREAM && (sock_proto === 0 || sock_proto === IPPROTO_TCP);
  return (isInternet || sock_family === AF_UNIX) && ((call.flags ?? 0) & ~HARMLESS) === 0;
}

/** A socket with a timeout, or a connection under way: polled first, as CPython does. */
function polled(s: SocketObject, writing: boolean, call: SocketCall, connect: boolean, timeout: number): Wait {
  const events = (writing ? POLLOUT : POLLIN) | (connect ? POLLERR : 0);
  const file = { fd: s.sock_fd, events: writing ? POLLOUT : POLLIN };
  return {
    files: [file],
    deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
    attempt() {
      if (file.fd >= 0 && sys.pollOne(file.fd, events, 0) === 0) return -EAGAIN;
      s.sock_fd = file.fd;
      return call.attempt(s, true);
    },
    isSelfContained: call.isSelfContained,
  };
}

/** socketmodule.c: sock_call_ex, its waiting part. */
export function createSocketWaiter(scheduler: Scheduler, checkSignals: () => number): Waiter {
  /** The call blocks in the kernel, which knows when it is over. */
  function inKernel(s: SocketObject, call: SocketCall): Wait {
    let fd = s.sock_fd;
    return scheduler.kernelWait({
      descriptors: [0],
      prepare() {
        s.sock_fd = fd;
        return call.kernelCall?.(s) as SystemCall;
      },
      returned: (result) => call.returned?.(s, result) ?? result,
      moved(_from, to) {
        fd = to;
      },
    });
  }

  /** The call is made without blocking, and again when the socket is ready. */
  function parked(s: SocketObject, writing: boolean, call: SocketCall): Wait {
    const file = { fd: s.sock_fd, events: writing ? POLLOUT : POLLIN };
    return {
      files: [file],
      deadline: Number.POSITIVE_INFINITY,
      attempt() {
        s.sock_fd = file.fd;
        return call.attempt(s, true);
      },
      inKernel() {
        s.sock_fd = file.fd;
        return inKernel(s, call);
      },
      isSelfContained: call.isSelfContained,
    };
  }

  const take: Required<Waiter>['take'] = (s, writing, call, connect, timeout) => {
    if (timeout === 0) return call.attempt(s, false);
    if (timeout > 0 || call.kernelCall === undefined) {
      return scheduler.waitFor(polled(s, writing, call, connect, timeout));
    }
    const mode = fileMode(s);
    if (mode === 'nonblocking') return call.attempt(s, false);
    if (mode === 'plain' && waitsForReadiness(s, writing, call)) return scheduler.waitFor(parked(s, writing, call));
    if (call.isOnlyKernels !== true) {
      const result = attempting(() => call.attempt(s, true));
      if (result !== -EAGAIN) return result;
    }
    return scheduler.waitFor(inKernel(s, call));
  };

  const interrupted: typeof take = (s, writing, call, connect, timeout) => {
    const isPolled = timeout > 0 || call.kernelCall === undefined;
    return scheduler.interrupted(isPolled ? polled(s, writing, call, connect, timeout) : inKernel(s, call));
  };

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
