/** _ssl.c: _ssl_configure_hostname: the name that a client asks for, and that a server's certificate is to have. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { createSslErrors } from './errors.ts';
import { type Connection, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { ssl: c } = openssl;

export function createHostnames(ssl: SslState) {
  const { capi } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const errors = createSslErrors(ssl);

  /** A host's name with a NUL at its end; null with an exception set. */
  function hostname(o: PyObject): Uint8Array | null {
    const refuse = (type: string, message: string): null => {
      capi.raise(type, message);
      return null;
    };
    if (!capi.PyUnicode_Check(o)) {
      return refuse('TypeError', `argument must be str, not ${capi.tp_name(capi.Py_TYPE(o))}`);
    }
    const encoded = capi.PyUnicode_AsEncodedString(o, capi.memory.literal('ascii'), 0);
    if (encoded === 0) return null;
    const bytes = capi.bytesFrom(encoded);
    capi.Py_DecRef(encoded);
    if (bytes === null) return null;
    if (bytes.includes(0)) return refuse('TypeError', 'argument must be encoded string without null bytes, not str');
    return new Uint8Array([...bytes, 0]);
  }

  /** _ssl.c: _ssl_configure_hostname. False with an exception set. */
  function configureHostname(connection: Connection, name: Uint8Array, host: PyObject): boolean {
    if (name.length === 1 || name[0] === 0x2e) {
      capi.raise('ValueError', 'server_hostname cannot be an empty string or start with a leading dot.');
      return false;
    }
    const isIp = openssl.isIpAddress(name);
    if (!isIp) openssl.ERR_clear_error();
    connection.server_hostname = capi.newRef(host);
    if (!isIp && !openssl.SSL_set_tlsext_host_name(connection.ssl, name)) return errors.setSSLError() !== 0;
    if (!contexts.of(connection.ctx).check_hostname) return true;
    const param = c.SSL_get0_param(connection.ssl);
    const isSet = isIp
      ? c.X509_VERIFY_PARAM_set1_ip_asc(param, name)
      : c.X509_VERIFY_PARAM_set1_host(param, name, name.length - 1);
    return isSet !== 0 || errors.setSSLError() !== 0;
  }

  return { hostname, configureHostname };
}
