/** _ssl.c: _SSLContext: certificates: its own, those of authorities, and which are loaded. */
import { openssl } from '@pysock/host';
import { fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { authorityMethods } from './context-authorities.ts';
import { chainMethods } from './context-chain.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

export function certificateMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const parseBinary = parsers.fastKeywords('|O:get_ca_certs', ['binary_form']);

  const stored = (self: PyObject): number[] =>
    openssl.itemsOf(c.X509_STORE_get0_objects(c.SSL_CTX_get_cert_store(contexts.of(self).ctx)));
  const isCertificate = (o: number): boolean => c.X509_OBJECT_get_type(o) === openssl.X509_LU_X509;
  const isAuthority = (o: number): boolean => c.X509_check_ca(c.X509_OBJECT_get0_X509(o)) !== 0;

  function cert_store_stats(self: PyObject): PyObject {
    const objects = stored(self);
    const certificates = objects.filter(isCertificate);
    const dict = capi.PyDict_New();
    const counts = {
      x509: certificates.length,
      crl: objects.filter((o) => c.X509_OBJECT_get_type(o) === openssl.X509_LU_CRL).length,
      x509_ca: certificates.filter(isAuthority).length,
    };
    for (const [key, count] of Object.entries(counts)) {
      const value = capi.fromNumber(count);
      capi.PyDict_SetItemString(dict, capi.memory.literal(key), value);
      capi.Py_DecRef(value);
    }
    return dict;
  }

  function get_ca_certs(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseBinary(args, count, names);
    if (parsed === null) return 0;
    const [binary_form = capi.Py_False] = parsed as PyObject[];
    const isBinary = capi.PyObject_IsTrue(binary_form);
    if (isBinary < 0) return 0;
    const authorities = stored(self)
      .filter(isCertificate)
      .filter(isAuthority)
      .map((o) => c.X509_OBJECT_get0_X509(o));
    const { toDer, decode } = ssl.certificate;
    return capi.listOf(authorities.map((x509) => (isBinary !== 0 ? toDer(x509) : decode(x509))));
  }

  return [
    ...chainMethods(ssl),
    ...authorityMethods(ssl),
    noArgs(
      'cert_store_stats',
      cert_store_stats,
      'cert_store_stats($self, /)\n--\n\nHow many certificates and lists of revoked ones are loaded.',
    ),
    fastCallKeywords(
      'get_ca_certs',
      get_ca_certs,
      'get_ca_certs($self, /, binary_form=False)\n--\n\nThe certificates of authorities that are loaded: dicts, or bytes in DER.',
    ),
  ];
}
