/** _ssl.c: _SSLSocket: a connection: its slots, its handshake, reading, writing and its end. */
import { openssl } from '@pysock/host';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import {
  type GetSetDef,
  type MethodDef,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { OBJECT_SIZE } from '../../handles/object-table.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createCallbacks } from './callbacks.ts';
import { createConnections } from './connection.ts';
import { Line } from './errors.ts';
import { type Connection, cannotDelete, objectsOf } from './objects.ts';
import { sessionProperty } from './session.ts';
import { infoMethods } from './socket-info.ts';
import type { SslState } from './state.ts';
import { createWaiting } from './waiting.ts';

const { ssl: c, SSL_ERROR_WANT_READ, SSL_ERROR_ZERO_RETURN } = openssl;

export function createSSLSocketType(ssl: SslState): PyObject {
  const { capi, define, hostMemory, parsers } = ssl.bridge;
  const { contexts, connections, connectionOf, types } = objectsOf(ssl);
  const { perform } = createWaiting(ssl);
  const { setOwner } = createConnections(ssl);
  const session = sessionProperty(ssl);
  const parseRead = parsers.positional('i!|w*:read');
  const parseWrite = parsers.positional('y*:write');
  const getRef = rawFunction(capi.module, 'PyWeakref_GetRef');

  function do_handshake(self: PyObject): PyObject {
    const connection = connections.of(self);
    const operation = {
      lines: Line.handshake,
      call: () => c.SSL_do_handshake(connection.ssl),
      isFailure: (result: number) => result < 1,
      expired: `_ssl.c:${Line.handshake.expired}: The handshake operation timed out`,
    };
    return perform(connection, operation, capi.none);
  }

  function write(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseWrite(args, count);
    if (parsed === null) return 0;
    const [data] = parsed as [BorrowedBuffer];
    const connection = connections.of(self);
    const operation = {
      lines: Line.write,
      whenClosed: 'closed' as const,
      call: () => openssl.writeSome(connection.ssl, hostMemory.address(data.pointer), data.length),
      isFailure: (result: number) => result < 0,
      expired: 'The write operation timed out',
    };
    return perform(connection, operation, capi.fromNumber, () => capi.release(data));
  }

  /** Reads into the guest's memory. */
  function receive(
    connection: Connection,
    pointer: number,
    length: number,
    then: (n: number) => PyObject,
    done: () => void,
  ) {
    const operation = {
      lines: Line.read,
      call: () => c.SSL_read(connection.ssl, hostMemory.address(pointer), length),
      isFailure: (result: number) => result <= 0,
      expired: 'The read operation timed out',
      settle: () => (hasEnded(connection) ? 0 : undefined),
    };
    return perform(connection, operation, then, done);
  }

  /** The peer has ended the session as it should, and this side has not. */
  const hasEnded = ({ err, ssl: connection }: Connection): boolean =>
    err.ssl === SSL_ERROR_ZERO_RETURN && c.SSL_get_shutdown(connection) === openssl.SSL_RECEIVED_SHUTDOWN;

  function read(self: PyObject, args: number, count: number): PyObject {
    if (count < 1 || count > 2) return capi.raise('TypeError', '_ssl._SSLSocket.read requires 1 to 2 arguments');
    const parsed = parseRead(args, count);
    if (parsed === null) return 0;
    const [size, buffer] = parsed as [number, BorrowedBuffer?];
    const connection = connections.of(self);
    if (buffer !== undefined) {
      const length = size <= 0 || size > buffer.length ? buffer.length : size;
      const done = (): void => capi.release(buffer);
      if (length > 0) return receive(connection, buffer.pointer, length, capi.fromNumber, done);
      done();
      return capi.fromNumber(0);
    }
    if (size < 0) return capi.raise('ValueError', 'size should not be negative');
    let bytes = capi.PyBytes_FromStringAndSize(0, size);
    if (bytes === 0 || size === 0) return bytes;
    const then = (n: number): PyObject => {
      const taken = bytes;
      bytes = 0;
      return n === size ? taken : capi.PyBytes_Resize(taken, n);
    };
    const done = (): void => {
      if (bytes !== 0) capi.Py_DecRef(bytes);
    };
    return receive(connection, capi.PyBytes_AS_STRING(bytes), size, then, done);
  }

  function shutdown(self: PyObject): PyObject {
    const connection = connections.of(self);
    let zeros = 0;
    const operation = {
      lines: Line.shutdown,
      whenClosed: 'gone' as const,
      call(): number {
        for (;;) {
          // Else OpenSSL might read on, into what comes in clear text after the session's end.
          if (connection.shutdown_seen_zero) openssl.stopReadingAhead(connection.ssl);
          const result = c.SSL_shutdown(connection.ssl);
          if (result !== 0 || ++zeros > 1) return result;
          connection.shutdown_seen_zero = true;
        }
      },
      isFailure: (result: number) => result < 0,
      expired: () => `The ${connection.err.ssl === SSL_ERROR_WANT_READ ? 'read' : 'write'} operation timed out`,
    };
    return perform(connection, operation, (_result, sock) => (sock === 0 ? capi.none() : capi.newRef(sock)));
  }

  function PySSL_traverse(self: PyObject, visit: number, argument: number): number {
    const { exc } = connections.of(self);
    if (exc !== 0) {
      const visited = define.callTable(visit, exc, argument);
      if (visited !== 0) return visited;
    }
    return define.callTable(visit, types.socket, argument);
  }

  function PySSL_clear(self: PyObject): number {
    const connection = connections.of(self);
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

  const getset: GetSetDef[] = [
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

  const methods: MethodDef[] = [
    noArgs('do_handshake', do_handshake, 'do_handshake($self, /)\n--\n\nAgree with the peer on keys.', { waits: true }),
    fastCall('write', write, 'write($self, b, /)\n--\n\nEncrypt and send bytes. Returns how many were taken.', {
      waits: true,
    }),
    fastCall(
      'read',
      read,
      'read(size, [buffer])\nReceive and decrypt at most size bytes, into a buffer when one is given.',
      { waits: true },
    ),
    noArgs(
      'shutdown',
      shutdown,
      'shutdown($self, /)\n--\n\nEnd the TLS session with the peer. Returns the socket, which goes on in clear text.',
      { waits: true },
    ),
    ...infoMethods(ssl),
  ];

  types.socket = define.PyType_FromModuleAndSpec(ssl.module, {
    name: '_ssl._SSLSocket',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    functions: [
      [Slot.tp_dealloc, 'vi', PySSL_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', PySSL_traverse as (...args: number[]) => number],
      [Slot.tp_clear, 'ii', PySSL_clear as (...args: number[]) => number],
    ],
    methods,
    getset,
  });
  return types.socket;
}
