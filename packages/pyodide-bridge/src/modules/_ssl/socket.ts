/** _ssl.c: _SSLSocket: a connection: its slots. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import {
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { OBJECT_SIZE } from '../../handles/object-table.ts';
import { objectsOf } from './objects.ts';
import { infoMethods } from './socket-info.ts';
import { transferMethods } from './socket-io.ts';
import { connectionProperties } from './socket-properties.ts';
import type { SslState } from './state.ts';

const { ssl: c } = openssl;

export function createSSLSocketType(ssl: SslState): PyObject {
  const { capi, define } = ssl.bridge;
  const { connections, connectionOf, types } = objectsOf(ssl);

  function PySSL_traverse(self: PyObject, visit: number, argument: number): number {
    const exc = connections.find(self)?.exc ?? 0;
    if (exc !== 0) {
      const visited = define.callTable(visit, exc, argument);
      if (visited !== 0) return visited;
    }
    return define.callTable(visit, types.socket, argument);
  }

  function PySSL_clear(self: PyObject): number {
    const connection = connections.find(self);
    if (connection === undefined) return 0;
    const { exc } = connection;
    connection.exc = 0;
    if (exc !== 0) capi.Py_DecRef(exc);
    return 0;
  }

  function PySSL_dealloc(self: PyObject): undefined {
    capi.PyObject_GC_UnTrack(self);
    const { ssl: connection, ctx, Socket, owner, server_hostname, exc } = connections.of(self);
    connectionOf.delete(connection);
    connections.dealloc(self);
    c.SSL_free(connection);
    for (const o of [ctx, Socket, owner, server_hostname, exc]) if (o !== 0) capi.Py_DecRef(o);
  }

  types.socket = define.PyType_FromModuleAndSpec(ssl.module, {
    name: '_ssl._SSLSocket',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    functions: [
      [Slot.tp_dealloc, 'vi', PySSL_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', PySSL_traverse as (...args: number[]) => number],
      [Slot.tp_clear, 'ii', PySSL_clear as (...args: number[]) => number],
    ],
    methods: [...transferMethods(ssl), ...infoMethods(ssl)],
    getset: connectionProperties(ssl),
  });
  return types.socket;
}
