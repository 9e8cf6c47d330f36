/** <openssl/err.h>: the queue of errors, and what is in one. */

import { errno } from '../call/libc.ts';
import { EISDIR } from '../constants/index.ts';
import { functions } from './bind.ts';

const c = functions({
  ERR_clear_error: 'void ERR_clear_error()',
  ERR_peek_error: 'unsigned long ERR_peek_error()',
  ERR_peek_last_error: 'unsigned long ERR_peek_last_error()',
  ERR_lib_error_string: 'const char *ERR_lib_error_string(unsigned long)',
  ERR_reason_error_string: 'const char *ERR_reason_error_string(unsigned long)',
  X509_verify_cert_error_string: 'const char *X509_verify_cert_error_string(long)',
});

export const ERR_LIB_SYS = 2;
export const ERR_LIB_PEM = 9;
export const ERR_LIB_X509 = 11;
export const ERR_LIB_ASN1 = 13;
export const ERR_LIB_SSL = 20;

export const SSL_R_CERTIFICATE_VERIFY_FAILED = 134;
export const SSL_R_UNEXPECTED_EOF_WHILE_READING = 294;
export const X509_R_CERT_ALREADY_IN_HASH_TABLE = 101;
export const ASN1_R_HEADER_TOO_LONG = 123;
export const PEM_R_NO_START_LINE = 108;

const ERR_SYSTEM_FLAG = 0x80000000;
const ERR_SYSTEM_MASK = 0x7fffffff;
/** From here on a reason is one that all libraries have: of those, CPython knows no names. */
const ERR_RFLAGS = 1 << 18;
const ERR_REASON_MASK = 0x7fffff;

/** The names of the macros ERR_LIB_*, by their numbers. */
const libraries: Readonly<Record<number, string>> = {
  1: 'NONE',
  2: 'SYS',
  3: 'BN',
  4: 'RSA',
  5: 'DH',
  6: 'EVP',
  7: 'BUF',
  8: 'OBJ',
  9: 'PEM',
  10: 'DSA',
  11: 'X509',
  13: 'ASN1',
  14: 'CONF',
  15: 'CRYPTO',
  16: 'EC',
  20: 'SSL',
  32: 'BIO',
  33: 'PKCS7',
  34: 'X509V3',
  35: 'PKCS12',
  36: 'RAND',
  37: 'DSO',
  38: 'ENGINE',
  39: 'OCSP',
  40: 'UI',
  41: 'COMP',
  42: 'ECDSA',
  43: 'ECDH',
  44: 'OSSL_STORE',
  45: 'FIPS',
  46: 'CMS',
  47: 'TS',
  48: 'HMAC',
  50: 'CT',
  51: 'ASYNC',
  52: 'KDF',
  53: 'SM2',
  54: 'ESS',
  55: 'PROP',
  56: 'CRMF',
  57: 'PROV',
  58: 'CMP',
  59: 'OSSL_ENCODER',
  60: 'OSSL_DECODER',
  61: 'HTTP',
};

export function ERR_clear_error(): void {
  c.ERR_clear_error();
}

/** The newest error, which stays in the queue; 0 for none. */
export function ERR_peek_last_error(): number {
  return c.ERR_peek_last_error();
}

/**
 * errno of the first error in the queue, where it is one of the system; else 0. Of a folder that was read as a file only errno
 * tells; what else may lie there is V8's.
 */
export function systemError(): number {
  const left = errno();
  const error = c.ERR_peek_error();
  if (ERR_GET_LIB(error) === ERR_LIB_SYS) return ERR_GET_REASON(error);
  return left === EISDIR ? left : 0;
}

export function ERR_GET_LIB(error: number): number {
  return error >= ERR_SYSTEM_FLAG ? ERR_LIB_SYS : (error >>> 23) & 0xff;
}

/** Of an error of the system, errno. */
export function ERR_GET_REASON(error: number): number {
  return error >= ERR_SYSTEM_FLAG ? error & ERR_SYSTEM_MASK : error & ERR_REASON_MASK;
}

/** The words for an error's reason; null for one that OpenSSL has none for. */
export function ERR_reason_error_string(error: number): string | null {
  return c.ERR_reason_error_string(error);
}

/** The words for an error's library; null for one that OpenSSL has none for. */
export function ERR_lib_error_string(error: number): string | null {
  return c.ERR_lib_error_string(error);
}

/** A library as its macro is called, without ERR_LIB_. */
export function libraryName(error: number): string | null {
  return libraries[ERR_GET_LIB(error)] ?? null;
}

/**
 * A reason as its macro is called, without SSL_R_ and the like. It is made of the reason's words, which OpenSSL's own scripts
 * make of the macro; where somebody has reworded them since, the macro has stayed: alerts that SSLv3 brought.
 */
export function reasonName(error: number): string | null {
  const words = ERR_reason_error_string(error);
  if (words === null || ERR_GET_REASON(error) >= ERR_RFLAGS) return null;
  return words
    .replace(/^ssl\/tls alert/, 'sslv3 alert')
    .replace(/^tls alert/, 'tlsv1 alert')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
}

/** Why a certificate was refused. */
export function X509_verify_cert_error_string(code: number): string | null {
  return c.X509_verify_cert_error_string(code);
}
