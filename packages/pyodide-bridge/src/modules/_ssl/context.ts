/** _ssl.c: _SSLContext: what connections are made of: its slots, and the connections. */
import { openssl } from '@pysock/host';
import { withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import {
  type MethodDef,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { OBJECT_SIZE } from '../../handles/object-table.ts';
import { createConnections } from './connection.ts';
import { DEFAULT_CIPHERS } from './constants.ts';
import { certificateMethods } from './context-certificates.ts';
import { cipherMethods } from './context-ciphers.ts';
import { keylogProperty } from './context-keylog.ts';
import { contextProperties } from './context-properties.ts';
import { pskMethods } from './context-psk.ts';
import { createSslErrors, Line } from './errors.ts';
import { CONTEXT_REFERENCES, Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** enum py_ssl_version, with the method of each. */
export const Protocol = { TLS: 2, TLSv1: 3, TLSv1_1: 4, TLSv1_2: 5, TLS_CLIENT: 16, TLS_SERVER: 17 } as const;

const methods: Readonly<Record<number, { method: () => number; deprecated?: string }>> = {
  [Protocol.TLS]: { method: () => c.TLS_method(), deprecated: 'PROTOCOL_TLS' },
  [Protocol.TLSv1]: { method: () => c.TLSv1_method(), deprecated: 'PROTOCOL_TLSv1' },
  [Protocol.TLSv1_1]: { method: () => c.TLSv1_1_method(), deprecated: 'PROTOCOL_TLSv1_1' },
  [Protocol.TLSv1_2]: { method: () => c.TLSv1_2_method(), deprecated: 'PROTOCOL_TLSv1_2' },
  [Protocol.TLS_CLIENT]: { method: () => c.TLS_client_method() },
  [Protocol.TLS_SERVER]: { method: () => c.TLS_server_method() },
};

const cString = (text: string): Uint8Array => Buffer.from(`${text}\0`);

export function createContextType(ssl: SslState): PyObject {
  const { capi, define, parsers } = ssl.bridge;
  const { contexts, contextOf, types } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const { newPySSLSocket } = createConnections(ssl);
  const parseNew = parsers.positional('i!:_SSLContext');
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

  function deprecated(text: string): boolean {
    const category = capi.PyExc('DeprecationWarning');
    return capi.PyErr_WarnEx(category, capi.memory.literal(text), 2) === 0;
  }

  function protocolArgument(type: PyObject, args: PyObject, kwargs: PyObject): number | null {
    if (type === types.context && kwargs !== 0 && capi.PyDict_Size(kwargs) > 0) {
      capi.raise('TypeError', '_SSLContext() takes no keyword arguments');
      return null;
    }
    const count = capi.PyTuple_Size(args);
    if (count !== 1) {
      capi.raise('TypeError', `_SSLContext expected 1 argument, got ${count}`);
      return null;
    }
    return capi.memory.onStack(4, (slot) => {
      capi.memory.setInt32(slot, capi.PyTuple_GetItem(args, 0));
      const parsed = parseNew(slot, 1);
      return parsed === null ? null : (parsed[0] as number);
    });
  }

  function configure(ctx: number, protocol: number): boolean {
    const isClient = protocol === Protocol.TLS_CLIENT;
    const verify = isClient
      ? openssl.SSL_VERIFY_PEER | openssl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT
      : openssl.SSL_VERIFY_NONE;
    c.SSL_CTX_set_verify(ctx, verify, c.SSL_CTX_get_verify_callback(ctx));
    c.SSL_CTX_set_options(ctx, openssl.DEFAULT_OPTIONS);
    if (c.SSL_CTX_set_cipher_list(ctx, cString(DEFAULT_CIPHERS)) === 0) {
      openssl.ERR_clear_error();
      return errors.raiseSSLError('No cipher can be selected.') !== 0;
    }
    const isAnyVersion = protocol === Protocol.TLS || protocol >= Protocol.TLS_CLIENT;
    if (isAnyVersion) openssl.setProtocolVersion(ctx, true, openssl.TLS1_2_VERSION);
    openssl.releaseBuffers(ctx);
    const params = c.SSL_CTX_get0_param(ctx);
    c.X509_VERIFY_PARAM_set_flags(params, openssl.X509_V_FLAG_TRUSTED_FIRST);
    c.X509_VERIFY_PARAM_set_hostflags(params, openssl.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    c.SSL_CTX_set_post_handshake_auth(ctx, 0);
    return true;
  }

  /** _ssl.c: _ssl__SSLContext_impl */
  function context_new(type: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const protocol = protocolArgument(type, args, kwargs);
    if (protocol === null) return 0;
    const found = methods[protocol];
    if (found === undefined) return capi.raise('ValueError', `invalid or unsupported protocol version ${protocol}`);
    if (found.deprecated !== undefined && !deprecated(`ssl.${found.deprecated} is deprecated`)) return 0;
    openssl.ERR_clear_error();
    const ctx = c.SSL_CTX_new(found.method());
    if (ctx === 0) return errors.setSSLError();
    const context = new Context(ctx, protocol);
    context.check_hostname = protocol === Protocol.TLS_CLIENT;
    const self = configure(ctx, protocol) ? contexts.create(type, context) : 0;
    if (self === 0) c.SSL_CTX_free(ctx);
    else contextOf.set(ctx, self);
    return self;
  }

  function context_traverse(self: PyObject, visit: number, argument: number): number {
    const context = contexts.of(self);
    for (const name of CONTEXT_REFERENCES) {
      const visited = context[name] === 0 ? 0 : define.callTable(visit, context[name], argument);
      if (visited !== 0) return visited;
    }
    return define.callTable(visit, capi.Py_TYPE(self), argument);
  }

  function context_clear(self: PyObject): number {
    const context = contexts.of(self);
    for (const name of [...CONTEXT_REFERENCES, 'keylog_filename'] as const) {
      const o = context[name];
      context[name] = 0;
      if (o !== 0) capi.Py_DecRef(o);
    }
    if (context.keylog_bio !== 0) c.BIO_free_all(context.keylog_bio);
    context.keylog_bio = 0;
    return 0;
  }

  function context_dealloc(self: PyObject): undefined {
    capi.PyObject_GC_UnTrack(self);
    context_clear(self);
    const { ctx } = contexts.of(self);
    contextOf.delete(ctx);
    c.SSL_CTX_free(ctx);
    contexts.dealloc(self);
  }

  /** Whether such a context makes such a connection; else SSLError is set. */
  function isFor({ protocol }: Context, isServer: boolean): boolean {
    if (protocol === Protocol.TLS_CLIENT && isServer) {
      return (
        errors.setSSLError('Cannot create a server socket with a PROTOCOL_TLS_CLIENT context', Line.forServer) !== 0
      );
    }
    if (protocol === Protocol.TLS_SERVER && !isServer) {
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
  const givenName = (o: PyObject): string => (o === capi.Py_None ? 'None' : capi.tp_name(capi.Py_TYPE(o)));

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

  const wrapping: MethodDef[] = [
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

  types.context = define.PyType_FromModuleAndSpec(ssl.module, {
    name: '_ssl._SSLContext',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_new, 'iiii', context_new as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', context_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', context_traverse as (...args: number[]) => number],
      [Slot.tp_clear, 'ii', context_clear as (...args: number[]) => number],
    ],
    methods: [...wrapping, ...cipherMethods(ssl), ...certificateMethods(ssl), ...pskMethods(ssl)],
    getset: [...contextProperties(ssl, deprecated), keylogProperty(ssl)],
  });
  return types.context;
}
