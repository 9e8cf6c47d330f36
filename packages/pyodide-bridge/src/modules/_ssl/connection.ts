/** _ssl.c: newPySSLSocket: a connection is made of a context, over a socket or over two BIOs in memory. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createSslErrors } from './errors.ts';
import { createHostnames } from './hostname.ts';
import { Connection, objectsOf } from './objects.ts';
import { sessionProperty } from './session.ts';
import type { SslState } from './state.ts';

const { ssl: c } = openssl;

/** The name that sessions of a server have, with its NUL. A client's are without, as keys known beforehand need it (TLS 1.3). */
const SESSION_ID_CONTEXT = Buffer.from('Python\0');

/** What a connection is made over: a `_socket.socket`, or the BIOs to read from and to write to. */
export type Transport = { readonly sock: PyObject } | { readonly incoming: number; readonly outgoing: number };

export interface ConnectionArguments {
  readonly isServer: boolean;
  /** None, or a str in ASCII. */
  readonly server_hostname: PyObject;
  readonly owner: PyObject;
  readonly session: PyObject;
}

export function createConnections(ssl: SslState) {
  const { capi } = ssl.bridge;
  const { contexts, connections, connectionOf, types } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const { hostname, configureHostname } = createHostnames(ssl);
  const session = sessionProperty(ssl);
  const newWeakref = rawFunction(capi.module, 'PyWeakref_NewRef');

  function attach(connection: Connection, transport: Transport): void {
    if ('sock' in transport) {
      c.SSL_set_fd(connection.ssl, ssl.sockets.of(transport.sock).sock_fd);
      return;
    }
    // SSL_set_bio takes a reference to each over.
    openssl.BIO_up_ref(transport.incoming);
    openssl.BIO_up_ref(transport.outgoing);
    c.SSL_set_bio(connection.ssl, transport.incoming, transport.outgoing);
  }

  function allowPostHandshake(connection: Connection): void {
    if (!connection.isServer) {
      c.SSL_set_post_handshake_auth(connection.ssl, 1);
      return;
    }
    // bpo-37428: OpenSSL does not ignore SSL_VERIFY_POST_HANDSHAKE where the peer is not to be verified.
    const mode = c.SSL_get_verify_mode(connection.ssl);
    if ((mode & openssl.SSL_VERIFY_PEER) === 0) return;
    const verify = c.SSL_get_verify_callback(connection.ssl);
    c.SSL_set_verify(connection.ssl, mode | openssl.SSL_VERIFY_POST_HANDSHAKE, verify);
  }

  /** _ssl.c: PySSL_set_owner. 0, or -1 with an exception set. */
  function setOwner(connection: Connection, value: PyObject): number {
    const weak = newWeakref(value, 0);
    if (weak === 0) return -1;
    if (connection.owner !== 0) capi.Py_DecRef(connection.owner);
    connection.owner = weak;
    return 0;
  }

  function configure(connection: Connection, transport: Transport, args: ConnectionArguments): boolean {
    const context = contexts.of(connection.ctx);
    attach(connection, transport);
    c.X509_VERIFY_PARAM_set_hostflags(c.SSL_get0_param(connection.ssl), context.hostflags);
    openssl.setModes(connection.ssl);
    if (context.post_handshake_auth) allowPostHandshake(connection);
    if (args.server_hostname !== capi.Py_None) {
      const name = hostname(args.server_hostname);
      if (name === null || !configureHostname(connection, name, args.server_hostname)) return false;
    }
    if (connection.isServer) {
      c.SSL_set_session_id_context(connection.ssl, SESSION_ID_CONTEXT, SESSION_ID_CONTEXT.length);
      c.SSL_set_accept_state(connection.ssl);
    } else c.SSL_set_connect_state(connection.ssl);
    if ('sock' in transport) {
      connection.Socket = newWeakref(transport.sock, 0);
      if (connection.Socket === 0) return false;
    }
    if (args.owner !== capi.Py_None && setOwner(connection, args.owner) < 0) return false;
    return args.session === capi.Py_None || session.set(connection, args.session) === 0;
  }

  /** A new `_ssl._SSLSocket`; 0 with an exception set. */
  function newPySSLSocket(ctx: PyObject, transport: Transport, args: ConnectionArguments): PyObject {
    openssl.ERR_clear_error();
    const made = c.SSL_new(contexts.of(ctx).ctx);
    if (made === 0) return errors.setSSLError();
    const connection = new Connection(made, capi.newRef(ctx), args.isServer);
    const self = connections.create(types.socket, connection);
    if (self === 0) {
      c.SSL_free(made);
      capi.Py_DecRef(ctx);
      return 0;
    }
    connectionOf.set(made, self);
    if (configure(connection, transport, args)) return self;
    capi.Py_DecRef(self);
    return 0;
  }

  return { newPySSLSocket, setOwner };
}
