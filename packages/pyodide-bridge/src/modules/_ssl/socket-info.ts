/** _ssl.c: _SSLSocket: what a connection tells of itself. */
import { openssl } from '@pysock/host';
import { fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createSslErrors, Line } from './errors.ts';
import { type Connection, objectsOf } from './objects.ts';
import { peerMethods } from './socket-certificates.ts';
import type { SslState } from './state.ts';

const { ssl: c } = openssl;

/** A method without arguments. */
type Tell = (connection: Connection) => PyObject;

export function infoMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { connections } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const parseBinding = parsers.fastKeywords('|s:get_channel_binding', ['cb_type']);
  const strOrNone = (text: string | null): PyObject => (text === null ? capi.none() : capi.strOf(text));

  /** _ssl.c: cipher_to_tuple */
  const cipherTuple = (cipher: number): PyObject =>
    capi.tupleOf(
      strOrNone(c.SSL_CIPHER_get_name(cipher)),
      strOrNone(c.SSL_CIPHER_get_version(cipher)),
      capi.fromNumber(openssl.cipherBits(cipher)[0]),
    );

  function get_channel_binding(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseBinding(args, count, names);
    if (parsed === null) return 0;
    const [type = 'tls-unique'] = parsed as [string?];
    if (type !== 'tls-unique') return capi.raise('ValueError', `'${type}' channel binding type not implemented`);
    const connection = connections.of(self);
    // Whose Finished message came first: the client's, or the server's of a session that is resumed.
    const isReused = c.SSL_session_reused(connection.ssl) !== 0;
    const bytes = openssl.finished(connection.ssl, isReused !== connection.isServer);
    return bytes.length === 0 ? capi.none() : capi.bytesOf(bytes);
  }

  function shared_ciphers({ ssl: connection }: Connection): PyObject {
    const ours = c.SSL_get_ciphers(connection);
    const theirs = ours === 0 ? 0 : c.SSL_get_client_ciphers(connection);
    if (theirs === 0) return capi.none();
    const shared = openssl.itemsOf(ours).filter((cipher) => c.OPENSSL_sk_find(theirs, cipher) >= 0);
    return capi.listOf(shared.map(cipherTuple));
  }

  function cipher({ ssl: connection }: Connection): PyObject {
    const current = c.SSL_get_current_cipher(connection);
    return current === 0 ? capi.none() : cipherTuple(current);
  }

  function version({ ssl: connection }: Connection): PyObject {
    if (c.SSL_is_init_finished(connection) === 0) return capi.none();
    const name = c.SSL_get_version(connection);
    return strOrNone(name === 'unknown' ? null : name);
  }

  function selected_alpn_protocol({ ssl: connection }: Connection): PyObject {
    const protocol = openssl.alpnSelected(connection);
    return protocol === null ? capi.none() : capi.strOf(Buffer.from(protocol).toString());
  }

  function compression({ ssl: connection }: Connection): PyObject {
    const method = c.SSL_get_current_compression(connection);
    const nid = method === 0 ? 0 : c.COMP_get_type(method);
    return nid === 0 ? capi.none() : strOrNone(c.OBJ_nid2sn(nid));
  }

  function pending(connection: Connection): PyObject {
    return capi.fromNumber(c.SSL_pending(connection.ssl));
  }

  function verify_client_post_handshake({ ssl: connection }: Connection): PyObject {
    return c.SSL_verify_client_post_handshake(connection) === 0
      ? errors.setSSLError(null, Line.postHandshake)
      : capi.none();
  }

  const row = (name: string, tell: Tell, doc?: string): MethodDef =>
    noArgs(name, (self: PyObject) => tell(connections.of(self)), `${name}($self, /)\n--\n\n${doc ?? ''}`);

  return [
    ...peerMethods(ssl),
    row('pending', pending, 'How many bytes are decrypted and can be read at once.'),
    fastCallKeywords(
      'get_channel_binding',
      get_channel_binding,
      "get_channel_binding($self, /, cb_type='tls-unique')\n--\n\nBytes that identify this connection (RFC 5929), None when there are none yet.",
    ),
    row('cipher', cipher),
    row('shared_ciphers', shared_ciphers),
    row('version', version),
    row('selected_alpn_protocol', selected_alpn_protocol),
    row('compression', compression),
    row('verify_client_post_handshake', verify_client_post_handshake, 'Ask the client for a certificate, in TLS 1.3.'),
  ];
}
