/** _ssl.c: PySSL_SetError: what a failed call of OpenSSL's stands for. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { SslState } from './state.ts';

/** Beyond OpenSSL's own SSL_ERROR_*. */
const PY_SSL_ERROR_EOF = 8;
const PY_SSL_ERROR_INVALID_ERROR_CODE = 10;

/** An exception type with its number and text, or an error of the system's: in errno, or in OpenSSL's queue. */
export type ErrorKind = readonly [PyObject, number, string | null] | 'errno' | 'system';

/** What SSL_get_error stands for: an exception type, the number in it, and its text, null for that of OpenSSL's error. */
export function classify(exceptions: SslState['exceptions'], err: openssl.Failure): ErrorKind {
  const { error } = err;
  const isOf = (library: number, reason: number): boolean =>
    openssl.ERR_GET_LIB(error) === library && openssl.ERR_GET_REASON(error) === reason;
  const ended = [exceptions.SSLEOFError, PY_SSL_ERROR_EOF, 'EOF occurred in violation of protocol'] as const;
  const { SSLError, SSLCertVerificationError } = exceptions;
  const refused = isOf(openssl.ERR_LIB_SSL, openssl.SSL_R_CERTIFICATE_VERIFY_FAILED);
  switch (err.ssl) {
    case openssl.SSL_ERROR_ZERO_RETURN:
      return [exceptions.SSLZeroReturnError, err.ssl, 'TLS/SSL connection has been closed (EOF)'];
    case openssl.SSL_ERROR_WANT_READ:
      return [exceptions.SSLWantReadError, err.ssl, 'The operation did not complete (read)'];
    case openssl.SSL_ERROR_WANT_WRITE:
      return [exceptions.SSLWantWriteError, err.ssl, 'The operation did not complete (write)'];
    case openssl.SSL_ERROR_WANT_X509_LOOKUP:
      return [SSLError, err.ssl, 'The operation did not complete (X509 lookup)'];
    case openssl.SSL_ERROR_WANT_CONNECT:
      return [SSLError, err.ssl, 'The operation did not complete (connect)'];
    case openssl.SSL_ERROR_SYSCALL:
      if (error === 0) return err.errno === 0 ? ended : 'errno';
      if (openssl.ERR_GET_LIB(error) === openssl.ERR_LIB_SYS) return 'system';
      return [refused ? SSLCertVerificationError : SSLError, err.ssl, null];
    case openssl.SSL_ERROR_SSL:
      if (error === 0) return [SSLError, err.ssl, 'A failure in the SSL library occurred'];
      if (isOf(openssl.ERR_LIB_SSL, openssl.SSL_R_UNEXPECTED_EOF_WHILE_READING)) return ended;
      if (openssl.ERR_GET_LIB(error) === openssl.ERR_LIB_SYS) return 'system';
      return [refused ? SSLCertVerificationError : SSLError, err.ssl, null];
    default:
      return [SSLError, PY_SSL_ERROR_INVALID_ERROR_CODE, 'Invalid error code'];
  }
}
