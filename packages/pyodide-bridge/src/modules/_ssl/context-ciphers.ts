/** _ssl.c: _SSLContext: ciphers, ALPN, groups, and how often sessions were used. */
import { openssl } from '@pysock/host';
import { noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { tellProtocols } from './context-told.ts';
import { createSslErrors } from './errors.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c, ssl: s } = openssl;

export function cipherMethods(ssl: SslState): MethodDef[] {
  const { capi, hostMemory } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const strOrNone = (text: string | null): PyObject => (text === null ? capi.none() : capi.strOf(text));
  const longName = (nid: number): PyObject => strOrNone(nid === 0 ? null : s.OBJ_nid2ln(nid));

  /** A new dict, which takes the values' references over. */
  function dictOf(items: readonly (readonly [string, PyObject])[]): PyObject {
    const dict = capi.PyDict_New();
    for (const [key, value] of items) {
      capi.PyDict_SetItemString(dict, capi.memory.literal(key), value);
      capi.Py_DecRef(value);
    }
    return dict;
  }

  function set_ciphers(self: PyObject, o: PyObject): PyObject {
    if (!capi.PyUnicode_Check(o)) {
      const given = capi.givenName(o);
      return capi.raise('TypeError', `set_ciphers() argument must be str, not ${given}`);
    }
    const list = capi.stringFrom(o);
    if (list === null) return 0;
    if (list.includes('\0')) return capi.raise('ValueError', 'embedded null character');
    const context = contexts.of(self);
    const isSet = c.SSL_CTX_set_cipher_list(context.ctx, Buffer.from(`${list}\0`)) !== 0;
    openssl.ERR_clear_error();
    if (!isSet) return errors.raiseSSLError('No cipher can be selected.');
    context.told.ciphers = list;
    return capi.none();
  }

  /** _ssl.c: cipher_to_dict */
  function cipherDict(cipher: number): PyObject {
    const [strength, algorithm] = openssl.cipherBits(cipher);
    return dictOf([
      ['id', capi.fromNumber(s.SSL_CIPHER_get_id(cipher))],
      ['name', strOrNone(s.SSL_CIPHER_get_name(cipher))],
      ['protocol', strOrNone(s.SSL_CIPHER_get_version(cipher))],
      ['description', capi.strOf(openssl.cipherDescription(cipher).trimEnd())],
      ['strength_bits', capi.fromNumber(strength)],
      ['alg_bits', capi.fromNumber(algorithm)],
      ['aead', capi.PyBool_FromLong(s.SSL_CIPHER_is_aead(cipher) !== 0)],
      ['symmetric', longName(s.SSL_CIPHER_get_cipher_nid(cipher))],
      ['digest', longName(s.SSL_CIPHER_get_digest_nid(cipher))],
      ['kea', longName(s.SSL_CIPHER_get_kx_nid(cipher))],
      ['auth', longName(s.SSL_CIPHER_get_auth_nid(cipher))],
    ]);
  }

  function get_ciphers(self: PyObject): PyObject {
    const connection = s.SSL_new(contexts.of(self).ctx);
    if (connection === 0) return errors.setSSLError();
    const list = capi.listOf(openssl.itemsOf(s.SSL_get_ciphers(connection)).map(cipherDict));
    s.SSL_free(connection);
    return list;
  }

  function _set_alpn_protocols(self: PyObject, o: PyObject): PyObject {
    const protos = capi.bytesFrom(o);
    if (protos === null) return 0;
    const context = contexts.of(self);
    context.alpn_protocols = Uint8Array.from(protos);
    return tellProtocols(ssl, context) ? capi.none() : capi.PyErr_NoMemory();
  }

  function set_ecdh_curve(self: PyObject, name: PyObject): PyObject {
    const bytes = capi.PyUnicode_FSConverter(name);
    if (bytes === 0) return 0;
    const nid = c.OBJ_sn2nid(hostMemory.address(capi.PyBytes_AS_STRING(bytes)));
    capi.Py_DecRef(bytes);
    if (nid === 0) {
      const repr = capi.PyObject_Repr(name);
      if (repr === 0) return 0;
      capi.raise('ValueError', `unknown elliptic curve name ${capi.stringWithSurrogates(repr)}`);
      capi.Py_DecRef(repr);
      return 0;
    }
    openssl.ERR_clear_error();
    const context = contexts.of(self);
    if (!openssl.setGroup(context.ctx, nid)) return errors.setSSLError();
    context.told.group = nid;
    return capi.none();
  }

  function session_stats(self: PyObject): PyObject {
    return dictOf(openssl.sessionCounts(contexts.of(self).ctx).map(([name, n]) => [name, capi.fromNumber(n)]));
  }

  return [
    oneArg('set_ciphers', set_ciphers, 'set_ciphers($self, cipherlist, /)\n--\n\n'),
    noArgs('get_ciphers', get_ciphers, 'get_ciphers($self, /)\n--\n\n'),
    oneArg('_set_alpn_protocols', _set_alpn_protocols, '_set_alpn_protocols($self, protos, /)\n--\n\n'),
    oneArg('set_ecdh_curve', set_ecdh_curve, 'set_ecdh_curve($self, name, /)\n--\n\n'),
    noArgs('session_stats', session_stats, 'session_stats($self, /)\n--\n\n'),
  ];
}
