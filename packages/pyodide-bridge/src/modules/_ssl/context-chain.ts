/** _ssl.c: _SSLContext: its own certificate and key, and parameters for Diffie-Hellman. */
import { openssl } from '@pysock/host';
import { fastCallKeywords, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createPaths } from './context-paths.ts';
import { createSslErrors, Line } from './errors.ts';
import { objectsOf } from './objects.ts';
import { createPasswords } from './passwords.ts';
import type { SslState } from './state.ts';

const { context: c, SSL_FILETYPE_PEM } = openssl;

export function chainMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const passwords = createPasswords(ssl);
  const { pathOf, release, addressOf, setLoadError } = createPaths(ssl);
  const parseChain = parsers.fastKeywords('O|OO:load_cert_chain', ['certfile', 'keyfile', 'password']);

  function loadChain(ctx: number, certificate: PyObject, key: PyObject): PyObject {
    openssl.ERR_clear_error();
    openssl.clearErrno();
    const failed = (line: number): 0 => {
      if (capi.PyErr_Occurred() === 0) return setLoadError(line);
      openssl.ERR_clear_error();
      return 0;
    };
    if (c.SSL_CTX_use_certificate_chain_file(ctx, addressOf(certificate)) !== 1) return failed(Line.certificateChain);
    if (c.SSL_CTX_use_PrivateKey_file(ctx, addressOf(key || certificate), SSL_FILETYPE_PEM) !== 1) {
      return failed(Line.privateKey);
    }
    return c.SSL_CTX_check_private_key(ctx) === 1 ? capi.none() : errors.setSSLError(null, Line.privateKey);
  }

  function load_cert_chain(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseChain(args, count, names);
    if (parsed === null) return 0;
    const [certfile, keyfile = capi.Py_None, password = capi.Py_None] = parsed as [PyObject, PyObject?, PyObject?];
    // None is no path of a certificate.
    const certificate = certfile === capi.Py_None ? pathOf(capi.Py_True, 'certfile') : pathOf(certfile, 'certfile');
    const key = certificate === null ? null : pathOf(keyfile, 'keyfile');
    try {
      if (certificate === null || key === null) return 0;
      const { ctx } = contexts.of(self);
      return passwords.using(ctx, password, () => loadChain(ctx, certificate, key));
    } finally {
      release(certificate);
      release(key);
    }
  }

  function load_dh_params(self: PyObject, filepath: PyObject): PyObject {
    const path = capi.PyUnicode_FSConverter(filepath);
    if (path === 0) return 0;
    openssl.ERR_clear_error();
    openssl.clearErrno();
    const bio = c.BIO_new_file(addressOf(path), 'rb');
    capi.Py_DecRef(path);
    if (bio === 0) return setLoadError(Line.dhParams);
    const dh = c.PEM_read_bio_DHparams(bio, null, 0, 0);
    const failed = dh === 0 ? setLoadError(Line.dhParams) : undefined;
    c.BIO_free(bio);
    if (failed !== undefined) return failed;
    const { ctx, told } = contexts.of(self);
    const isSet = openssl.SSL_CTX_set_tmp_dh(ctx, dh);
    if (isSet) told.dhParameters = openssl.dhParametersDer(dh);
    c.DH_free(dh);
    return isSet ? capi.none() : errors.setSSLError();
  }

  return [
    fastCallKeywords(
      'load_cert_chain',
      load_cert_chain,
      'load_cert_chain($self, /, certfile, keyfile=None, password=None)\n--\n\n',
    ),
    oneArg('load_dh_params', load_dh_params, 'load_dh_params($self, path, /)\n--\n\n'),
  ];
}
