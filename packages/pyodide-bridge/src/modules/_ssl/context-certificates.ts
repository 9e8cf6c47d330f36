/** _ssl.c: _SSLContext: certificates, keys, the certificates of authorities, and parameters for Diffie-Hellman. */
import { openssl } from '@pysock/host';
import { fastCallKeywords, noArgs, oneArg } from '../../capi/builtin.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, type PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { isGuestPath } from '../../kernel/files/guest-paths.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createSslErrors, Line } from './errors.ts';
import { objectsOf } from './objects.ts';
import { createPasswords } from './passwords.ts';
import type { SslState } from './state.ts';

const { context: c, SSL_FILETYPE_PEM } = openssl;

export function certificateMethods(ssl: SslState): MethodDef[] {
  const { capi, errors: osErrors, hostMemory, parsers } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const passwords = createPasswords(ssl);
  const getenv = rawFunction(capi.module, 'getenv');
  const parseChain = parsers.fastKeywords('O|OO:load_cert_chain', ['certfile', 'keyfile', 'password']);
  const parseLocations = parsers.fastKeywords('|OOO:load_verify_locations', ['cafile', 'capath', 'cadata']);
  const parseBinary = parsers.fastKeywords('|O:get_ca_certs', ['binary_form']);

  /** The path's bytes as a Python object, 0 for None; null with an exception set. */
  function pathOf(o: PyObject, name: string): PyObject | null {
    if (o === capi.Py_None) return 0;
    const path = capi.PyUnicode_FSConverter(o);
    if (path !== 0) return path;
    if (capi.PyErr_ExceptionMatches(capi.PyExc('TypeError')) !== 0) {
      capi.PyErr_Clear();
      capi.raise('TypeError', `${name} should be a valid filesystem path`);
    }
    return null;
  }

  const release = (o: PyObject | null): void => {
    if (o !== null && o !== 0) capi.Py_DecRef(o);
  };
  const addressOf = (path: PyObject): number => (path === 0 ? 0 : hostMemory.address(capi.PyBytes_AS_STRING(path)));

  /** What loading a file has failed of: the system's error where there is one, else OpenSSL's. Answers 0. */
  function setLoadError(line: number): 0 {
    const errno = openssl.systemError();
    if (errno === 0) return errors.setSSLError(null, line);
    openssl.ERR_clear_error();
    return osErrors.setErrno(errno);
  }

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

  /** What ends a run of certificates is not an error. */
  function isEnd(isPem: boolean): boolean {
    const error = openssl.ERR_peek_last_error();
    const library = openssl.ERR_GET_LIB(error);
    const reason = openssl.ERR_GET_REASON(error);
    if (error === 0) return true;
    return isPem
      ? library === openssl.ERR_LIB_PEM && reason === openssl.PEM_R_NO_START_LINE
      : library === openssl.ERR_LIB_ASN1 && reason === openssl.ASN1_R_HEADER_TOO_LONG;
  }

  /** False when the store does not take it; one that it has already is no error. */
  function addTo(store: number, certificate: number): boolean {
    const isAdded = c.X509_STORE_add_cert(store, certificate) !== 0;
    c.X509_free(certificate);
    if (isAdded) return true;
    const error = openssl.ERR_peek_last_error();
    const isKnown =
      openssl.ERR_GET_LIB(error) === openssl.ERR_LIB_X509 &&
      openssl.ERR_GET_REASON(error) === openssl.X509_R_CERT_ALREADY_IN_HASH_TABLE;
    if (isKnown) openssl.ERR_clear_error();
    return isKnown;
  }

  /** _ssl.c: _add_ca_certs. False with an exception set. */
  function _add_ca_certs(ctx: number, data: BorrowedBuffer, isPem: boolean): boolean {
    if (data.length <= 0) return capi.raise('ValueError', 'Empty certificate data') !== 0;
    openssl.ERR_clear_error();
    const bio = c.BIO_new_mem_buf(hostMemory.address(data.pointer), data.length);
    if (bio === 0) return errors.setSSLError("Can't allocate buffer") !== 0;
    const store = c.SSL_CTX_get_cert_store(ctx);
    const next = (): number => (isPem ? c.PEM_read_bio_X509(bio, null, 0, 0) : c.d2i_X509_bio(bio, null));
    let loaded = 0;
    for (let certificate = next(); certificate !== 0; certificate = next()) {
      if (!addTo(store, certificate)) break;
      loaded++;
    }
    c.BIO_free(bio);
    if (loaded === 0) {
      const why = isPem ? 'no start line' : 'not enough data';
      return errors.setSSLError(`${why}: cadata does not contain a certificate`, Line.cadata) !== 0;
    }
    if (!isEnd(isPem)) return errors.setSSLError() !== 0;
    openssl.ERR_clear_error();
    return true;
  }

  function addData(ctx: number, cadata: PyObject): boolean {
    const invalid = (): boolean =>
      capi.raise('TypeError', 'cadata should be an ASCII string or a bytes-like object') !== 0;
    const isPem = capi.PyUnicode_Check(cadata);
    let o = cadata;
    if (isPem) {
      o = capi.PyUnicode_AsEncodedString(cadata, capi.memory.literal('ascii'), 0);
      if (o === 0) {
        if (capi.PyErr_ExceptionMatches(capi.PyExc('UnicodeEncodeError')) === 0) return false;
        capi.PyErr_Clear();
        return invalid();
      }
    } else if (capi.PyObject_CheckBuffer(cadata) === 0) return invalid();
    const data = capi.borrow(o, PyBUF_SIMPLE);
    const isAdded = data !== null && _add_ca_certs(ctx, data, isPem);
    if (data !== null) capi.release(data);
    if (isPem) capi.Py_DecRef(o);
    return isAdded;
  }

  /** A file that lies in memory, as what Pyodide installs does. */
  function addGuestFile(ctx: number, path: PyObject): PyObject {
    const { FS } = capi.module;
    const name = capi.memory.stringAt(capi.PyBytes_AS_STRING(path));
    const o = capi.bytesOf((FS.readFile as (path: string) => Uint8Array)(name));
    const data = o === 0 ? null : capi.borrow(o, PyBUF_SIMPLE);
    const isAdded = data !== null && _add_ca_certs(ctx, data, true);
    if (o !== 0) capi.Py_DecRef(o);
    return isAdded ? capi.none() : 0;
  }

  function load_verify_locations(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseLocations(args, count, names);
    if (parsed === null) return 0;
    const { Py_None } = capi;
    const [cafile = Py_None, capath = Py_None, cadata = Py_None] = parsed as PyObject[];
    if (cafile === Py_None && capath === Py_None && cadata === Py_None) {
      return capi.raise('TypeError', 'cafile, capath and cadata cannot be all omitted');
    }
    const file = pathOf(cafile, 'cafile');
    const folder = file === null ? null : pathOf(capath, 'capath');
    try {
      if (file === null || folder === null) return 0;
      const { ctx } = contexts.of(self);
      if (cadata !== Py_None && !addData(ctx, cadata)) return 0;
      if (file === 0 && folder === 0) return capi.none();
      if (folder === 0 && isGuestPath(capi.module, capi.PyBytes_AS_STRING(file))) return addGuestFile(ctx, file);
      openssl.ERR_clear_error();
      openssl.clearErrno();
      const isLoaded = c.SSL_CTX_load_verify_locations(ctx, addressOf(file), addressOf(folder)) === 1;
      return isLoaded ? capi.none() : setLoadError(Line.verifyLocations);
    } finally {
      release(file);
      release(folder);
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
    const isSet = openssl.SSL_CTX_set_tmp_dh(contexts.of(self).ctx, dh);
    c.DH_free(dh);
    return isSet ? capi.none() : errors.setSSLError();
  }

  function set_default_verify_paths(self: PyObject): PyObject {
    for (const name of openssl.defaultVerifyPathNames()) {
      const value = getenv(capi.memory.literal(name));
      openssl.setEnvironment(name, value === 0 ? null : capi.memory.stringAt(value));
    }
    return c.SSL_CTX_set_default_verify_paths(contexts.of(self).ctx) === 0 ? errors.setSSLError() : capi.none();
  }

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
    fastCallKeywords(
      'load_cert_chain',
      load_cert_chain,
      'load_cert_chain($self, /, certfile, keyfile=None, password=None)\n--\n\n',
    ),
    fastCallKeywords(
      'load_verify_locations',
      load_verify_locations,
      'load_verify_locations($self, /, cafile=None, capath=None, cadata=None)\n--\n\n',
    ),
    oneArg('load_dh_params', load_dh_params, 'load_dh_params($self, path, /)\n--\n\n'),
    noArgs('set_default_verify_paths', set_default_verify_paths, 'set_default_verify_paths($self, /)\n--\n\n'),
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
