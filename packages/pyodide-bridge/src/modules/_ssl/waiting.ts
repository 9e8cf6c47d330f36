/**
 * How a connection waits: _ssl.c: PySSL_select and the loops around it, once for all operations.
 *
 * Alone, a connection over a blocking socket blocks in OpenSSL's own read(2) and write(2). With other threads to make way
 * for, the operation is attempted with the descriptor in non-blocking mode, and again when OpenSSL can go on. The mode is
 * the descriptor's alone: BIO_set_nbio, which CPython calls, does nothing to the BIO of a descriptor.
 */
import { constants, openssl, sys } from '@pysock/host';
import { monotonic, pollTimeout, type SocketObject, TIMED_OUT } from '@pysock/socket-shim/internals';
import type { PyObject } from '../../capi/index.ts';
import { withoutBlocking } from '../../scheduler/without-blocking.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createSslErrors } from './errors.ts';
import type { Connection } from './objects.ts';
import type { SslState } from './state.ts';

const { EAGAIN, EINTR, POLLIN, POLLOUT } = constants;
const { SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE } = openssl;

/** The operation has failed of what the connection's `err` says. Below every -errno and sentinel of the shim. */
export const FAILED = -70000;

/** One operation of OpenSSL's. */
export interface Operation {
  /** Makes it once; what OpenSSL answers. */
  call(): number;
  /** Whether such an answer is a failure, of which SSL_get_error knows. */
  isFailure(result: number): boolean;
  /** Where CPython's messages about it come from. */
  readonly lines: { readonly gone: number; readonly failed: number };
  /** What it says of a socket that is closed: that it is gone, or, where the socket has a timeout, closed; else EBADF. */
  readonly whenClosed?: 'gone' | 'closed';
  /** The exception's text when the time is over. */
  readonly expired: string | (() => string);
  /** Looks at a failure that is none of waiting: a result of the operation instead, or undefined. */
  settle?(): number | undefined;
}

export interface Waiting {
  /**
   * Makes the operation, which may take as long as the socket's timeout, and goes on with its result, FAILED when it has
   * failed. `done` is told when it is over in whatever way.
   */
  perform(
    connection: Connection,
    operation: Operation,
    then: (result: number, sock: PyObject) => PyObject,
    done?: () => void,
  ): PyObject;
}

/** The result, FAILED, or -EAGAIN with the connection's `err` set when it is a matter of waiting. */
function attempt(connection: Connection, operation: Operation): number {
  openssl.ERR_clear_error();
  const result = operation.call();
  if (!operation.isFailure(result)) {
    connection.err = openssl.NO_FAILURE;
    return result;
  }
  const err = openssl.failureOf(connection.ssl, result);
  connection.err = err;
  if (err.ssl === SSL_ERROR_WANT_READ || err.ssl === SSL_ERROR_WANT_WRITE) return -EAGAIN;
  return operation.settle?.() ?? FAILED;
}

/** Without a socket, or with one that does not wait. */
function once(connection: Connection, operation: Operation): number {
  const result = attempt(connection, operation);
  return result === -EAGAIN ? FAILED : result;
}

const eventsOf = ({ err }: Connection): number => (err.ssl === SSL_ERROR_WANT_READ ? POLLIN : POLLOUT);

/** -EINTR when a signal has come, and -EAGAIN from a descriptor that is in non-blocking mode although the socket is not. */
function alone(connection: Connection, fd: number, timeout: number, deadline: number, operation: Operation): number {
  for (;;) {
    const result = attempt(connection, operation);
    if (result !== -EAGAIN) return result;
    if (connection.err.errno === EINTR) return -EINTR;
    if (timeout < 0) return -EAGAIN;
    const left = deadline - monotonic();
    const ready = left <= 0 ? 0 : sys.pollOne(fd, eventsOf(connection), pollTimeout(left));
    if (ready === -EINTR) return ready;
    if (ready === 0) return TIMED_OUT;
  }
}

export function createWaiting(ssl: SslState): Waiting {
  const { capi, errors: osErrors, finish, scheduler } = ssl.bridge;
  const errors = createSslErrors(ssl);
  const getRef = rawFunction(capi.module, 'PyWeakref_GetRef');

  /** A new reference to what a weak one is for; 0 when it is gone. */
  const referent = (weak: PyObject): PyObject =>
    capi.memory.onStack(4, (slot) => (getRef(weak, slot) > 0 ? capi.memory.uint32(slot) : 0));

  const perform: Waiting['perform'] = (connection, operation, then, done) => {
    const sock = connection.Socket === 0 ? 0 : referent(connection.Socket);
    if (connection.Socket !== 0 && sock === 0) {
      done?.();
      return errors.setSSLError('Underlying socket connection gone', operation.lines.gone);
    }
    const s = sock === 0 ? undefined : ssl.sockets.of(sock);
    if (s !== undefined && s.sock_fd < 0) {
      done?.();
      capi.Py_DecRef(sock);
      return refuseClosed(s, operation);
    }
    const result = s === undefined ? once(connection, operation) : wait(connection, s, operation);
    return finish(result, (n) => {
      const answered = conclude(connection, operation, n, (result) => then(result, sock));
      done?.();
      if (sock !== 0) capi.Py_DecRef(sock);
      return answered;
    });
  };

  /** The socket is closed, and the number of its descriptor may be another file's by now. */
  function refuseClosed(s: SocketObject, { lines, whenClosed }: Operation): 0 {
    if (whenClosed === 'gone') return errors.setSSLError('Underlying socket connection gone', lines.gone);
    return whenClosed === 'closed' && s.sock_timeout > 0
      ? errors.raiseSSLError('Underlying socket has been closed.')
      : osErrors.setErrno(constants.EBADF);
  }

  function conclude(connection: Connection, operation: Operation, n: number, then: (n: number) => PyObject): PyObject {
    if (n >= 0 && connection.exc === 0) return then(n);
    if (n === FAILED) return errors.setError(connection, operation.lines.failed);
    if (n === TIMED_OUT) {
      capi.raise('TimeoutError', typeof operation.expired === 'string' ? operation.expired : operation.expired());
    } else if (n < 0) osErrors.setResult(n);
    errors.chain(connection);
    return 0;
  }

  function wait(connection: Connection, s: SocketObject, operation: Operation): number {
    const { sock_fd: fd, sock_timeout: timeout } = s;
    if (timeout === 0) return once(connection, operation);
    const deadline = timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout;
    const rest = {
      // Nothing is known to come before OpenSSL has asked for it: POLLOUT until the first attempt.
      files: [{ fd, events: POLLOUT as number }],
      deadline,
      attempt(): number {
        const call = (): number => attempt(connection, operation);
        // A socket with a timeout is in non-blocking mode.
        const result = timeout < 0 ? withoutBlocking(fd, call) : call();
        if (result === -EAGAIN) rest.files = [{ fd, events: eventsOf(connection) }];
        return result;
      },
    };
    if (scheduler.threaded) return scheduler.waitFor(rest);
    const result = alone(connection, fd, timeout, deadline, operation);
    if (result === -EINTR) return scheduler.interrupted(rest);
    return result === -EAGAIN ? scheduler.waitFor(rest) : result;
  }

  return { perform };
}
