/** _ssl.c: _add_ca_certs: certificates of authorities that lie in memory. */
import { openssl } from '@pysock/host';
import { type BorrowedBuffer, PyBUF_SIMPLE, type PyObject } from '../../capi/index.ts';
import { createSslErrors, Line } from './errors.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

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

export function createCertificateData(ssl: SslState) {
  const { capi, hostMemory } = ssl.bridge;
  const errors = createSslErrors(ssl);

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

  return { addData, addGuestFile };
}
