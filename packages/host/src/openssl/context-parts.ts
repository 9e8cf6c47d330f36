/** What lies in a context and can be put into another one: certificates, keys, and what tickets are encrypted with. */
import { functions } from './bind.ts';
import { decoded, encoded } from './der.ts';
import { itemsOf } from './ssl.ts';

const SSL_CTRL_GET_TLSEXT_TICKET_KEYS = 58;
const SSL_CTRL_SET_TLSEXT_TICKET_KEYS = 59;
const SSL_CTRL_CHAIN_CERT = 89;
const SSL_CTRL_GET_CHAIN_CERTS = 115;
const SSL_CTRL_SET_CURRENT_CERT = 117;
const SSL_CERT_SET_FIRST = 1;
const SSL_CERT_SET_NEXT = 2;
const X509_LU_X509 = 1;
const X509_LU_CRL = 2;

const c = functions({
  SSL_CTX_ctrl: 'long SSL_CTX_ctrl(uintptr_t, int, long, void *)',
  SSL_CTX_get0_certificate: 'uintptr_t SSL_CTX_get0_certificate(uintptr_t)',
  SSL_CTX_get0_privatekey: 'uintptr_t SSL_CTX_get0_privatekey(uintptr_t)',
  SSL_CTX_use_certificate: 'int SSL_CTX_use_certificate(uintptr_t, uintptr_t)',
  SSL_CTX_use_PrivateKey: 'int SSL_CTX_use_PrivateKey(uintptr_t, uintptr_t)',
  SSL_CTX_get_cert_store: 'uintptr_t SSL_CTX_get_cert_store(uintptr_t)',
  X509_STORE_get0_objects: 'uintptr_t X509_STORE_get0_objects(uintptr_t)',
  X509_STORE_add_cert: 'int X509_STORE_add_cert(uintptr_t, uintptr_t)',
  X509_STORE_add_crl: 'int X509_STORE_add_crl(uintptr_t, uintptr_t)',
  X509_OBJECT_get_type: 'int X509_OBJECT_get_type(uintptr_t)',
  X509_OBJECT_get0_X509: 'uintptr_t X509_OBJECT_get0_X509(uintptr_t)',
  X509_OBJECT_get0_X509_CRL: 'uintptr_t X509_OBJECT_get0_X509_CRL(uintptr_t)',
  i2d_X509: 'int i2d_X509(uintptr_t, void *)',
  d2i_X509: 'uintptr_t d2i_X509(void *, void *, long)',
  i2d_X509_CRL: 'int i2d_X509_CRL(uintptr_t, void *)',
  d2i_X509_CRL: 'uintptr_t d2i_X509_CRL(void *, void *, long)',
  i2d_PrivateKey: 'int i2d_PrivateKey(uintptr_t, void *)',
  d2i_AutoPrivateKey: 'uintptr_t d2i_AutoPrivateKey(void *, void *, long)',
  i2d_DHparams: 'int i2d_DHparams(uintptr_t, void *)',
  d2i_DHparams: 'uintptr_t d2i_DHparams(void *, void *, long)',
  X509_free: 'void X509_free(uintptr_t)',
  X509_CRL_free: 'void X509_CRL_free(uintptr_t)',
  EVP_PKEY_free: 'void EVP_PKEY_free(uintptr_t)',
});
const at = functions({ SSL_CTX_ctrl: 'long SSL_CTX_ctrl(uintptr_t, int, long, uintptr_t)' });

/** A certificate of its own, with its key and the certificates that are sent with it; all in DER. */
export interface KeyPair {
  readonly certificate: Uint8Array;
  readonly key: Uint8Array;
  readonly chain: readonly Uint8Array[];
}

/** What others are verified with, in DER. */
export interface Trusted {
  readonly certificates: readonly Uint8Array[];
  readonly revocations: readonly Uint8Array[];
}

const certificateDer = (x509: number): Uint8Array => encoded((o, place) => c.i2d_X509(o, place), x509);

/** Makes an object of its bytes for as long as `use` runs. False when there is none, or `use` returns 0. */
function briefly(
  [decode, free]: readonly [(to: null, place: BigUint64Array, size: number) => number, (object: number) => unknown],
  bytes: Uint8Array,
  use: (object: number) => number,
): boolean {
  const object = decoded(decode, bytes);
  if (object === 0) return false;
  const isDone = use(object) !== 0;
  free(object);
  return isDone;
}

const CERTIFICATE = [
  (to: null, place: BigUint64Array, size: number) => c.d2i_X509(to, place, size),
  (x509: number) => c.X509_free(x509),
] as const;
const REVOCATION = [
  (to: null, place: BigUint64Array, size: number) => c.d2i_X509_CRL(to, place, size),
  (crl: number) => c.X509_CRL_free(crl),
] as const;
const KEY = [
  (to: null, place: BigUint64Array, size: number) => c.d2i_AutoPrivateKey(to, place, size),
  (key: number) => c.EVP_PKEY_free(key),
] as const;

function currentPair(ctx: number): KeyPair {
  const stack = new BigUint64Array(1);
  c.SSL_CTX_ctrl(ctx, SSL_CTRL_GET_CHAIN_CERTS, 0, stack);
  return {
    certificate: certificateDer(c.SSL_CTX_get0_certificate(ctx)),
    key: encoded((o, place) => c.i2d_PrivateKey(o, place), c.SSL_CTX_get0_privatekey(ctx)),
    chain: itemsOf(Number(stack[0])).map(certificateDer),
  };
}

/** One for each kind of key that is loaded. */
export function keyPairsOf(ctx: number): KeyPair[] {
  const pairs: KeyPair[] = [];
  for (let step = SSL_CERT_SET_FIRST; c.SSL_CTX_ctrl(ctx, SSL_CTRL_SET_CURRENT_CERT, step, null) === 1; ) {
    pairs.push(currentPair(ctx));
    step = SSL_CERT_SET_NEXT;
  }
  return pairs;
}

export function addKeyPair(ctx: number, { certificate, key, chain }: KeyPair): boolean {
  return (
    briefly(CERTIFICATE, certificate, (x509) => c.SSL_CTX_use_certificate(ctx, x509)) &&
    chain.every((der) => briefly(CERTIFICATE, der, (x509) => at.SSL_CTX_ctrl(ctx, SSL_CTRL_CHAIN_CERT, 1, x509))) &&
    briefly(KEY, key, (pkey) => c.SSL_CTX_use_PrivateKey(ctx, pkey))
  );
}

const trustedObjects = (ctx: number): number[] => itemsOf(c.X509_STORE_get0_objects(c.SSL_CTX_get_cert_store(ctx)));

export function trustedCount(ctx: number): number {
  return trustedObjects(ctx).length;
}

export function trustedOf(ctx: number): Trusted {
  const objects = trustedObjects(ctx);
  const ofType = (type: number): number[] => objects.filter((o) => c.X509_OBJECT_get_type(o) === type);
  return {
    certificates: ofType(X509_LU_X509).map((o) => certificateDer(c.X509_OBJECT_get0_X509(o))),
    revocations: ofType(X509_LU_CRL).map((o) =>
      encoded((crl, place) => c.i2d_X509_CRL(crl, place), c.X509_OBJECT_get0_X509_CRL(o)),
    ),
  };
}

export function addTrusted(ctx: number, { certificates, revocations }: Trusted): boolean {
  const store = c.SSL_CTX_get_cert_store(ctx);
  return (
    certificates.every((der) => briefly(CERTIFICATE, der, (x509) => c.X509_STORE_add_cert(store, x509))) &&
    revocations.every((der) => briefly(REVOCATION, der, (crl) => c.X509_STORE_add_crl(store, crl)))
  );
}

/** What the tickets that this context gives are encrypted with. */
export function ticketKeysOf(ctx: number): Uint8Array {
  const keys = new Uint8Array(c.SSL_CTX_ctrl(ctx, SSL_CTRL_GET_TLSEXT_TICKET_KEYS, 0, null));
  c.SSL_CTX_ctrl(ctx, SSL_CTRL_GET_TLSEXT_TICKET_KEYS, keys.length, keys);
  return keys;
}

export function setTicketKeys(ctx: number, keys: Uint8Array): boolean {
  return c.SSL_CTX_ctrl(ctx, SSL_CTRL_SET_TLSEXT_TICKET_KEYS, keys.length, keys) === 1;
}

export function dhParametersDer(dh: number): Uint8Array {
  return encoded((o, place) => c.i2d_DHparams(o, place), dh);
}

/** New parameters for Diffie-Hellman; 0 for none. */
export function dhParametersFrom(der: Uint8Array): number {
  return decoded((to, place, size) => c.d2i_DHparams(to, place, size), der);
}
