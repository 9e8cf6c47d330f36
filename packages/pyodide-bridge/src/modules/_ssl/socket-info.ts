/** _ssl.c: _SSLSocket: what a connection tells of itself. */
import { openssl } from '@pysock/host';
import { fastCall, fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createSslErrors, Line } from './errors.ts';
import { type Connection, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { ssl: c, context } = openssl;

/** A method without arguments. */
type Tell = (connection: Connection) => PyObject;

export function infoMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts, connections } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const parseDer = parsers.positional('|O:getpeercert');
  const parseBinding = parsers.fastKeywords('|s:get_channel_binding', ['cb_type']);
  const strOrNone = (text: string | null): PyObject => (text === null ? capi.none() : capi.strOf(text));

  /** _ssl.c: cipher_to_tuple */
  const cipherTuple = (cipher: number): PyObject =>
    capi.tupleOf(
      strOrNone(c.SSL_CIPHER_get_name(cipher)),
      strOrNone(c.SSL_CIPHER_get_version(cipher)),
      capi.fromNumber(openssl.cipherBits(cipher)[0]),
    );

  function getpeercert(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseDer(args, count);
    if (parsed === null) return 0;
    const [der = capi.Py_False] = parsed as PyObject[];
    const isBinary = capi.PyObject_IsTrue(der);
    if (isBinary < 0) return 0;
    const connection = connections.of(self);
    if (c.SSL_is_init_finished(connection.ssl) === 0) return capi.raise('ValueError', 'handshake not done yet');
    const certificate = c.SSL_get1_peer_certificate(connection.ssl);
    if (certificate === 0) return capi.none();
    try {
      if (isBinary !== 0) return ssl.certificate.toDer(certificate);
      const mode = context.SSL_CTX_get_verify_mode(contexts.of(connection.ctx).ctx);
      if ((mode & openssl.SSL_VERIFY_PEER) === 0) return capi.PyDict_New();
      return ssl.certificate.decode(certificate);
    } finally {
      openssl.X509_free(certificate);
    }
  }

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

  const certificates = (chain: number): PyObject[] => openssl.itemsOf(chain).map(ssl.certificate.create);

  function get_unverified_chain(connection: Connection): PyObject {
    const chain = c.SSL_get_peer_cert_chain(connection.ssl);
    if (chain === 0) return capi.none();
    const list = certificates(chain);
    // OpenSSL's chain has the peer's own certificate on the client's side only.
    if (connection.isServer) {
      const peer = c.SSL_get1_peer_certificate(connection.ssl);
      list.unshift(peer === 0 ? capi.none() : ssl.certificate.create(peer));
      if (peer !== 0) openssl.X509_free(peer);
    }
    return capi.listOf(list);
  }

  function get_verified_chain({ ssl: connection }: Connection): PyObject {
    const chain = c.SSL_get0_verified_chain(connection);
    return chain === 0 ? capi.none() : capi.listOf(certificates(chain));
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
    row('pending', pending, 'How many bytes are decrypted and can be read at once.'),
    fastCall(
      'getpeercert',
      getpeercert,
      "getpeercert($self, der=False, /)\n--\n\nThe peer's certificate: a dict, empty when it was not verified, or with der=True bytes;\nNone when the peer has sent none.",
    ),
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
    row('get_unverified_chain', get_unverified_chain),
    row('get_verified_chain', get_verified_chain),
  ];
}
