/** _ssl.c: PySSLSession: a session that a client can resume. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import {
  type GetSetDef,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { OBJECT_SIZE } from '../../handles/object-table.ts';
import { rawAddress } from '../../wasm/emscripten.ts';
import { createSslErrors } from './errors.ts';
import { type Connection, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { sessions: c } = openssl;

const Py_EQ = 2;
const Py_NE = 3;

export function createSessionType(ssl: SslState): PyObject {
  const { capi, define } = ssl.bridge;
  const { sessions, types } = objectsOf(ssl);
  const Py_NotImplemented = rawAddress(capi.module, '_Py_NotImplementedStruct');

  function PySSLSession_dealloc(self: PyObject): undefined {
    capi.PyObject_GC_UnTrack(self);
    const { session, ctx } = sessions.of(self);
    sessions.dealloc(self);
    c.SSL_SESSION_free(session);
    capi.Py_DecRef(ctx);
  }

  function PySSLSession_traverse(self: PyObject, visit: number, argument: number): number {
    const ctx = sessions.find(self)?.ctx ?? 0;
    const visited = ctx === 0 ? 0 : define.callTable(visit, ctx, argument);
    return visited || define.callTable(visit, types.session, argument);
  }

  function PySSLSession_richcompare(left: PyObject, right: PyObject, op: number): PyObject {
    const isOurs = capi.Py_TYPE(left) === types.session && capi.Py_TYPE(right) === types.session;
    if (!isOurs || (op !== Py_EQ && op !== Py_NE)) return capi.newRef(Py_NotImplemented);
    const [a, b] = [left, right].map((o) => openssl.sessionId(sessions.of(o).session)) as [Uint8Array, Uint8Array];
    return capi.PyBool_FromLong((Buffer.compare(a, b) === 0) === (op === Py_EQ));
  }

  const row = (name: string, doc: string, of: (session: number) => PyObject): GetSetDef => ({
    name,
    doc,
    get: (self) => of(sessions.of(self).session),
  });

  types.session = define.PyType_FromModuleAndSpec(ssl.module, {
    name: '_ssl.SSLSession',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    functions: [
      [Slot.tp_dealloc, 'vi', PySSLSession_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', PySSLSession_traverse as (...args: number[]) => number],
      [Slot.tp_richcompare, 'iiii', PySSLSession_richcompare as (...args: number[]) => number],
    ],
    getset: [
      row('has_ticket', 'Whether the server gave a ticket for it.', (s) =>
        capi.PyBool_FromLong(c.SSL_SESSION_has_ticket(s) !== 0),
      ),
      row('id', 'The number that it has been given, as bytes.', (s) => capi.bytesOf(openssl.sessionId(s))),
      row('ticket_lifetime_hint', 'For how many seconds the ticket is good.', (s) =>
        capi.fromNumber(c.SSL_SESSION_get_ticket_lifetime_hint(s)),
      ),
      row('time', 'When it began, in seconds since the epoch.', (s) => capi.fromNumber(c.SSL_SESSION_get_time(s))),
      row('timeout', 'For how many seconds it is good.', (s) => capi.fromNumber(c.SSL_SESSION_get_timeout(s))),
    ],
  });
  return types.session;
}

/** The property `session` of a connection. */
export function sessionProperty(ssl: SslState) {
  const { capi } = ssl.bridge;
  const { contexts, connections, sessions, types } = objectsOf(ssl);
  const errors = createSslErrors(ssl);

  /** _ssl.c: PySSL_get_session */
  function PySSL_get_session(self: PyObject): PyObject {
    const connection = connections.of(self);
    const session = c.SSL_get1_session(connection.ssl);
    if (session === 0) return capi.none();
    const o = sessions.create(types.session, { session, ctx: connection.ctx });
    if (o === 0) c.SSL_SESSION_free(session);
    else capi.Py_IncRef(connection.ctx);
    return o;
  }

  /** _ssl.c: PySSL_set_session. 0, or -1 with an exception set. */
  function setSession(connection: Connection, value: PyObject): number {
    const refuse = (type: string, message: string): number => {
      capi.raise(type, message);
      return -1;
    };
    if (capi.Py_TYPE(value) !== types.session) return refuse('TypeError', 'Value is not a SSLSession.');
    const { session, ctx } = sessions.of(value);
    if (contexts.of(connection.ctx).ctx !== contexts.of(ctx).ctx) {
      return refuse('ValueError', 'Session refers to a different SSLContext.');
    }
    if (connection.isServer) return refuse('ValueError', 'Cannot set session for server-side SSLSocket.');
    if (openssl.ssl.SSL_is_init_finished(connection.ssl) !== 0) {
      return refuse('ValueError', 'Cannot set session after handshake.');
    }
    const copy = openssl.duplicateSession(session);
    if (copy === 0) return refuse('ValueError', 'i2d() failed.');
    const result = c.SSL_set_session(connection.ssl, copy);
    c.SSL_SESSION_free(copy);
    if (result !== 0) return 0;
    errors.setSSLError();
    return -1;
  }

  return { get: PySSL_get_session, set: setSession };
}
