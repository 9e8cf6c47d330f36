/** _ssl.c: _SSLSocket: the peer's certificates. */
import { openssl } from '@pysock/host';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { type Connection, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { ssl: c, context } = openssl;

export function peerMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts, connections } = objectsOf(ssl);
  const parseDer = parsers.positional('|O:getpeercert');

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

  return [
    fastCall(
      'getpeercert',
      getpeercert,
      "getpeercert($self, der=False, /)\n--\n\nThe peer's certificate: a dict, empty when it was not verified, or with der=True bytes;\nNone when the peer has sent none.",
    ),
    noArgs(
      'get_unverified_chain',
      (self) => get_unverified_chain(connections.of(self)),
      'get_unverified_chain($self, /)\n--\n\n',
    ),
    noArgs(
      'get_verified_chain',
      (self) => get_verified_chain(connections.of(self)),
      'get_verified_chain($self, /)\n--\n\n',
    ),
  ];
}
