/** _ssl.c: _SSLSocket: its properties. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createCallbacks } from './callbacks.ts';
import { createConnections } from './connection.ts';
import { cannotDelete, objectsOf } from './objects.ts';
import { sessionProperty } from './session.ts';
import type { SslState } from './state.ts';

const { ssl: c } = openssl;

export function connectionProperties(ssl: SslState): GetSetDef[] {
  const { capi } = ssl.bridge;
  const { contexts, connections, types } = objectsOf(ssl);
  const { setOwner } = createConnections(ssl);
  const session = sessionProperty(ssl);
  const getRef = rawFunction(capi.module, 'PyWeakref_GetRef');

  function set_context(self: PyObject, value: PyObject): number {
    if (capi.PyType_IsSubtype(capi.Py_TYPE(value), types.context) === 0) {
      capi.raise('TypeError', 'The value must be a SSLContext');
      return -1;
    }
    const connection = connections.of(self);
    const old = connection.ctx;
    connection.ctx = capi.newRef(value);
    const context = contexts.of(value);
    c.SSL_set_SSL_CTX(connection.ssl, context.ctx);
    c.SSL_set_msg_callback(connection.ssl, context.msg_cb === 0 ? 0 : createCallbacks(ssl).message());
    capi.Py_DecRef(old);
    return 0;
  }

  function get_owner(self: PyObject): PyObject {
    const { owner } = connections.of(self);
    if (owner === 0) return capi.none();
    return capi.memory.onStack(4, (slot) => (getRef(owner, slot) > 0 ? capi.memory.uint32(slot) : capi.none()));
  }

  /** A property that can be set, but not deleted. */
  const settable = (
    name: string,
    get: GetSetDef['get'],
    set: (self: PyObject, value: PyObject) => number,
    doc: string,
  ) => ({
    name,
    get,
    set: (self: PyObject, value: PyObject) => (value === 0 ? cannotDelete(capi, self, name) : set(self, value)),
    doc,
  });

  return [
    settable(
      'context',
      (self) => capi.newRef(connections.of(self).ctx),
      set_context,
      'The context. A callback for the name of a server may set another one.',
    ),
    {
      name: 'server_side',
      get: (self) => capi.PyBool_FromLong(connections.of(self).isServer),
      doc: 'Whether this is the side of the server.',
    },
    {
      name: 'server_hostname',
      get: (self) => capi.newRef(connections.of(self).server_hostname || capi.Py_None),
      doc: 'The name that was asked for, None for none.',
    },
    settable(
      'owner',
      get_owner,
      (self, value) => setOwner(connections.of(self), value),
      'What callbacks are given as the connection.',
    ),
    settable(
      'session',
      session.get,
      (self, value) => session.set(connections.of(self), value),
      'The session, which another connection can resume.',
    ),
    {
      name: 'session_reused',
      get: (self) => capi.PyBool_FromLong(c.SSL_session_reused(connections.of(self).ssl) !== 0),
      doc: 'Whether the handshake resumed a session.',
    },
  ];
}
