/**
 * _ssl.c: _ssl__SSLSocket_do_handshake_impl.
 *
 * A server's `sni_callback` may take a lock, or start a thread and wait for it, and no stack can be suspended with OpenSSL's C on it.
 * So where there are other threads the handshake stops when the client's hello is there, the callback is called from WebAssembly
 * (scheduler/replay.ts), and the handshake goes on with what it has come to.
 */
import { openssl } from '@pysock/host';
import { noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { sniAlert } from './callback-servername.ts';
import { Line } from './errors.ts';
import { type Connection, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';
import { createWaiting } from './waiting.ts';

const { ssl: c, SSL_ERROR_WANT_CLIENT_HELLO_CB } = openssl;

/** The handshake has stopped for the callback. OpenSSL itself returns 1 where it is over. */
const ASKS = 2;

export function handshakeMethod(ssl: SslState): MethodDef {
  const { capi, replay, scheduler } = ssl.bridge;
  const { connections } = objectsOf(ssl);
  const { perform } = createWaiting(ssl);

  /** Has the callback called, and this method again afterwards. */
  function ask(self: PyObject, { asking }: Connection): PyObject {
    const { callback, args } = asking as NonNullable<Connection['asking']>;
    if (!replay.isAsked) return replay.wantLater(self, capi.newRef(callback), args);
    replay.want(self, capi.newRef(callback), args);
    return 0;
  }

  /** Takes what the callback has come to, when it was called. A second hello may have asked a second time: the last result counts. */
  function takeAnswer(self: PyObject, connection: Connection): void {
    const { asking } = connection;
    if (asking === undefined || !replay.isAnswered(self)) return;
    connection.asking = undefined;
    let result: PyObject | undefined;
    for (let next = replay.answer(self); next !== undefined; next = replay.answer(self)) {
      if (result !== undefined) capi.Py_DecRef(result);
      result = next;
    }
    connection.asked = { alert: sniAlert(ssl, asking.callback, result as PyObject) };
    capi.Py_DecRef(asking.callback);
  }

  function do_handshake(self: PyObject): PyObject {
    const connection = connections.of(self);
    takeAnswer(self, connection);
    connection.mayAsk = scheduler.threaded && replay.isAsked;
    const operation = {
      lines: Line.handshake,
      call: () => c.SSL_do_handshake(connection.ssl),
      isFailure: (result: number) => result < 1,
      expired: `_ssl.c:${Line.handshake.expired}: The handshake operation timed out`,
      settle: () => (connection.err.ssl === SSL_ERROR_WANT_CLIENT_HELLO_CB ? ASKS : undefined),
    };
    const then = (result: number): PyObject => (result === ASKS ? ask(self, connection) : capi.none());
    return perform(connection, operation, then, () => {
      connection.mayAsk = false;
    });
  }

  return noArgs('do_handshake', do_handshake, 'do_handshake($self, /)\n--\n\nAgree with the peer on keys.', {
    waits: true,
    calls: true,
  });
}
