/** _ssl.c: sslmodule_init_constants. The numbers are OpenSSL 3's, which no version has changed. */

const ALERT_DESCRIPTIONS = {
  CLOSE_NOTIFY: 0,
  UNEXPECTED_MESSAGE: 10,
  BAD_RECORD_MAC: 20,
  RECORD_OVERFLOW: 22,
  DECOMPRESSION_FAILURE: 30,
  HANDSHAKE_FAILURE: 40,
  BAD_CERTIFICATE: 42,
  UNSUPPORTED_CERTIFICATE: 43,
  CERTIFICATE_REVOKED: 44,
  CERTIFICATE_EXPIRED: 45,
  CERTIFICATE_UNKNOWN: 46,
  ILLEGAL_PARAMETER: 47,
  UNKNOWN_CA: 48,
  ACCESS_DENIED: 49,
  DECODE_ERROR: 50,
  DECRYPT_ERROR: 51,
  PROTOCOL_VERSION: 70,
  INSUFFICIENT_SECURITY: 71,
  INTERNAL_ERROR: 80,
  USER_CANCELLED: 90,
  NO_RENEGOTIATION: 100,
  UNSUPPORTED_EXTENSION: 110,
  CERTIFICATE_UNOBTAINABLE: 111,
  UNRECOGNIZED_NAME: 112,
  BAD_CERTIFICATE_STATUS_RESPONSE: 113,
  BAD_CERTIFICATE_HASH_VALUE: 114,
  UNKNOWN_PSK_IDENTITY: 115,
} as const;

export const SSL_ERROR = {
  SSL: 1,
  WANT_READ: 2,
  WANT_WRITE: 3,
  WANT_X509_LOOKUP: 4,
  SYSCALL: 5,
  ZERO_RETURN: 6,
  WANT_CONNECT: 7,
  /** _ssl.c's own, from here on. */
  EOF: 8,
  INVALID_ERROR_CODE: 10,
} as const;

export const CERT_NONE = 0;
export const CERT_OPTIONAL = 1;
export const CERT_REQUIRED = 2;

export const PROTOCOL = { TLS: 2, TLSv1: 3, TLSv1_1: 4, TLSv1_2: 5, TLS_CLIENT: 16, TLS_SERVER: 17 } as const;

export const PROTO = {
  MINIMUM_SUPPORTED: -2,
  MAXIMUM_SUPPORTED: -1,
  SSLv3: 0x300,
  TLSv1: 0x301,
  TLSv1_1: 0x302,
  TLSv1_2: 0x303,
  TLSv1_3: 0x304,
} as const;

export const VERIFY = {
  DEFAULT: 0,
  CRL_CHECK_LEAF: 0x4,
  CRL_CHECK_CHAIN: 0xc,
  X509_STRICT: 0x20,
  ALLOW_PROXY_CERTS: 0x40,
  X509_TRUSTED_FIRST: 0x8000,
  X509_PARTIAL_CHAIN: 0x80000,
} as const;

export const OP = {
  ALL: 0x80000050,
  LEGACY_SERVER_CONNECT: 0x4,
  ENABLE_KTLS: 0x8,
  IGNORE_UNEXPECTED_EOF: 0x80,
  NO_TICKET: 0x4000,
  NO_COMPRESSION: 0x20000,
  ENABLE_MIDDLEBOX_COMPAT: 0x100000,
  CIPHER_SERVER_PREFERENCE: 0x400000,
  NO_SSLv2: 0,
  NO_SSLv3: 0x2000000,
  NO_TLSv1: 0x4000000,
  NO_TLSv1_2: 0x8000000,
  NO_TLSv1_1: 0x10000000,
  NO_TLSv1_3: 0x20000000,
  NO_RENEGOTIATION: 0x40000000,
  SINGLE_DH_USE: 0,
  SINGLE_ECDH_USE: 0,
} as const;

export const HOSTFLAG = {
  ALWAYS_CHECK_SUBJECT: 0x1,
  NO_WILDCARDS: 0x2,
  NO_PARTIAL_WILDCARDS: 0x4,
  MULTI_LABEL_WILDCARDS: 0x8,
  SINGLE_LABEL_SUBDOMAINS: 0x10,
  NEVER_CHECK_SUBJECT: 0x20,
} as const;

export const ENCODING_PEM = 1;
export const ENCODING_DER = 2;

/** The ciphers that CPython chooses when it is built without a choice of one's own. */
export const DEFAULT_CIPHERS =
  '@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM';

function prefixed(prefix: string, values: Readonly<Record<string, number>>): [name: string, value: number][] {
  return Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]);
}

/** All integers of the module, by name. */
export const numbers: Readonly<Record<string, number>> = Object.fromEntries([
  ...prefixed('SSL_ERROR', SSL_ERROR),
  ...prefixed('CERT', { NONE: CERT_NONE, OPTIONAL: CERT_OPTIONAL, REQUIRED: CERT_REQUIRED }),
  ...prefixed('VERIFY', VERIFY),
  ...prefixed('ALERT_DESCRIPTION', ALERT_DESCRIPTIONS),
  ...prefixed('PROTOCOL', { ...PROTOCOL, SSLv23: PROTOCOL.TLS }),
  ...prefixed('OP', OP),
  ...prefixed('HOSTFLAG', HOSTFLAG),
  ...prefixed('PROTO', PROTO),
  ...prefixed('ENCODING', { PEM: ENCODING_PEM, DER: ENCODING_DER }),
]);

/** What this OpenSSL can do. Node's is built without SSL 2 and 3 and without the negotiation before ALPN. */
export const features: Readonly<Record<string, boolean>> = {
  HAS_SNI: true,
  HAS_TLS_UNIQUE: true,
  HAS_ECDH: true,
  HAS_NPN: false,
  HAS_ALPN: true,
  HAS_SSLv2: false,
  HAS_SSLv3: false,
  HAS_TLSv1: true,
  HAS_TLSv1_1: true,
  HAS_TLSv1_2: true,
  HAS_TLSv1_3: true,
  HAS_PSK: true,
  HAS_PHA: true,
};
