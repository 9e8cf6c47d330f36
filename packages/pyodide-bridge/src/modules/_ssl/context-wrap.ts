/** _ssl.c: _SSLContext: the connections that are made of it. */
import { withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createConnections } from './connection.ts';
import { PROTOCOL } from './constants.ts';
import { createSslErrors, Line } from './errors.ts';
import { type Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

export function wrappingMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const { newPySSLSocket } = createConnections(ssl);
  const parseSocket = parsers.keywords('Oi!|O$OO:_wrap_socket', [
    'sock',
    'server_side',
    'server_hostname',
    'owner',
    'session',
  ]);
  const parseBio = parsers.keywords('OOi!|O$OO:_wrap_bio', [
    'incoming',
    'outgoing',
    'server_side',
    'server_hostname',
    'owner',
    'session',
  ]);

  /** Whether such a context makes such a connection; else SSLError is set. */
  function isFor({ protocol }: Context, isServer: boolean): boolean {
    if (protocol === PROTOCOL.TLS_CLIENT && isServer) {
      return (
        errors.setSSLError('Cannot create a server socket with a PROTOCOL_TLS_CLIENT context', Line.forServer) !== 0
      );
    }
    if (protocol === PROTOCOL.TLS_SERVER && !isServer) {
      return (
        errors.setSSLError('Cannot create a client socket with a PROTOCOL_TLS_SERVER context', Line.forClient) !== 0
      );
    }
    return true;
  }

  function isOfType(o: PyObject, type: PyObject, where: string, name: string): boolean {
    const is = capi.PyType_IsSubtype(capi.Py_TYPE(o), type) !== 0;
    if (!is) capi.raise('TypeError', `${where} must be ${name}, not ${givenName(o)}`);
    return is;
  }
  const givenName = (o: PyObject): string => capi.givenName(o);

  function _wrap_socket(self: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parseSocket(args, kwargs);
    if (parsed === null) return 0;
    const { Py_None } = capi;
    const [sock, side, server_hostname = Py_None, owner = Py_None, session = Py_None] = parsed as [PyObject, number];
    if (!isOfType(sock, ssl.Sock_Type, "_wrap_socket() argument 'sock'", '_socket.socket')) return 0;
    const isServer = side !== 0;
    if (!isFor(contexts.of(self), isServer)) return 0;
    return newPySSLSocket(self, { sock }, { isServer, server_hostname, owner, session });
  }

  function _wrap_bio(self: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parseBio(args, kwargs);
    if (parsed === null) return 0;
    const { Py_None } = capi;
    const [incoming, outgoing, side, server_hostname = Py_None, owner = Py_None, session = Py_None] = parsed as [
      PyObject,
      PyObject,
      number,
    ];
    const { type, bioOf } = ssl.memoryBIO;
    if (!isOfType(incoming, type, "_wrap_bio() argument 'incoming'", '_ssl.MemoryBIO')) return 0;
    if (!isOfType(outgoing, type, "_wrap_bio() argument 'outgoing'", '_ssl.MemoryBIO')) return 0;
    const isServer = side !== 0;
    if (!isFor(contexts.of(self), isServer)) return 0;
    const transport = { incoming: bioOf(incoming), outgoing: bioOf(outgoing) };
    return newPySSLSocket(self, transport, { isServer, server_hostname, owner, session });
  }

  return [
    withKeywords(
      '_wrap_socket',
      _wrap_socket,
      '_wrap_socket($self, /, sock, server_side, server_hostname=None, *,\n             owner=None, session=None)\n--\n\n',
    ),
    withKeywords(
      '_wrap_bio',
      _wrap_bio,
      '_wrap_bio($self, /, incoming, outgoing, server_side,\n          server_hostname=None, *, owner=None, session=None)\n--\n\n',
    ),
  ];
}
