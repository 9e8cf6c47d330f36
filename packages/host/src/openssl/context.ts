/** <openssl/ssl.h>: a context, what connections are made of. An SSL_CTX is its address; 0 is NULL. */
import { errno } from '../call/libc.ts';
import { functions } from './bind.ts';

export const SSL_VERIFY_NONE = 0;
export const SSL_VERIFY_PEER = 1;
export const SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;
export const SSL_VERIFY_POST_HANDSHAKE = 8;

export const SSL3_VERSION = 0x300;
export const TLS1_VERSION = 0x301;
export const TLS1_2_VERSION = 0x303;
export const TLS1_3_VERSION = 0x304;

const bit = (n: number): number => 2 ** n;
/** SSL_OP_*: CRYPTOPRO_TLSEXT_BUG, TLSEXT_PADDING and SAFARI_ECDHE_ECDSA_BUG, which are SSL_OP_ALL without its empty fragments. */
const WORKAROUNDS = bit(31) + bit(4) + bit(6);
/** NO_SSLv3, NO_COMPRESSION, CIPHER_SERVER_PREFERENCE. */
export const DEFAULT_OPTIONS = WORKAROUNDS + bit(25) + bit(17) + bit(22);

export const X509_V_FLAG_TRUSTED_FIRST = 0x8000;
export const X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS = 4;
export const SSL_FILETYPE_PEM = 1;
export const SSL_TLSEXT_ERR_OK = 0;
export const SSL_TLSEXT_ERR_ALERT_FATAL = 2;
export const SSL_TLSEXT_ERR_NOACK = 3;
export const SSL_AD_HANDSHAKE_FAILURE = 40;
export const SSL_AD_INTERNAL_ERROR = 80;
export const OPENSSL_NPN_NEGOTIATED = 1;
export const X509_LU_X509 = 1;
export const X509_LU_CRL = 2;

const SSL_CTRL_MODE = 33;
const SSL_MODE_RELEASE_BUFFERS = 0x10;
const SSL_CTRL_SET_TLSEXT_SERVERNAME_CB = 53;
const SSL_CTRL_SET_TLSEXT_SERVERNAME_ARG = 54;
const SSL_CTRL_SET_TMP_DH = 3;
const SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
const SSL_CTRL_SET_MAX_PROTO_VERSION = 124;
const SSL_CTRL_GET_MIN_PROTO_VERSION = 130;
const SSL_CTRL_GET_MAX_PROTO_VERSION = 131;
const SSL_CTRL_SET_GROUPS = 91;
const BIO_C_FILE_TELL = 133;
const BIO_CTRL_FLUSH = 11;

/** SSL_CTRL_SESS_* by the keys of session_stats(). */
const counters: Readonly<Record<string, number>> = {
  number: 20,
  connect: 21,
  connect_good: 22,
  connect_renegotiate: 23,
  accept: 24,
  accept_good: 25,
  accept_renegotiate: 26,
  hits: 27,
  misses: 29,
  timeouts: 30,
  cache_full: 31,
};

/** Calls by OpenSSL's names. */
export const context = functions({
  TLS_method: 'uintptr_t TLS_method()',
  TLS_client_method: 'uintptr_t TLS_client_method()',
  TLS_server_method: 'uintptr_t TLS_server_method()',
  TLSv1_method: 'uintptr_t TLSv1_method()',
  TLSv1_1_method: 'uintptr_t TLSv1_1_method()',
  TLSv1_2_method: 'uintptr_t TLSv1_2_method()',
  SSL_CTX_new: 'uintptr_t SSL_CTX_new(uintptr_t)',
  SSL_CTX_free: 'void SSL_CTX_free(uintptr_t)',
  SSL_CTX_ctrl: 'long SSL_CTX_ctrl(uintptr_t, int, long, void *)',
  SSL_CTX_callback_ctrl: 'long SSL_CTX_callback_ctrl(uintptr_t, int, uintptr_t)',
  SSL_CTX_get_options: 'uint64_t SSL_CTX_get_options(uintptr_t)',
  SSL_CTX_set_options: 'uint64_t SSL_CTX_set_options(uintptr_t, uint64_t)',
  SSL_CTX_clear_options: 'uint64_t SSL_CTX_clear_options(uintptr_t, uint64_t)',
  SSL_CTX_set_cipher_list: 'int SSL_CTX_set_cipher_list(uintptr_t, void *)',
  SSL_CTX_get0_param: 'uintptr_t SSL_CTX_get0_param(uintptr_t)',
  SSL_CTX_set_post_handshake_auth: 'void SSL_CTX_set_post_handshake_auth(uintptr_t, int)',
  SSL_CTX_get_verify_mode: 'int SSL_CTX_get_verify_mode(uintptr_t)',
  SSL_CTX_get_verify_callback: 'uintptr_t SSL_CTX_get_verify_callback(uintptr_t)',
  SSL_CTX_set_verify: 'void SSL_CTX_set_verify(uintptr_t, int, uintptr_t)',
  SSL_CTX_get_num_tickets: 'size_t SSL_CTX_get_num_tickets(uintptr_t)',
  SSL_CTX_set_num_tickets: 'int SSL_CTX_set_num_tickets(uintptr_t, size_t)',
  SSL_CTX_get_security_level: 'int SSL_CTX_get_security_level(uintptr_t)',
  SSL_CTX_set_alpn_protos: 'int SSL_CTX_set_alpn_protos(uintptr_t, void *, unsigned int)',
  SSL_CTX_set_alpn_select_cb: 'void SSL_CTX_set_alpn_select_cb(uintptr_t, uintptr_t, uintptr_t)',
  SSL_select_next_proto:
    'int SSL_select_next_proto(uintptr_t, uintptr_t, void *, unsigned int, uintptr_t, unsigned int)',
  SSL_CTX_get_default_passwd_cb: 'uintptr_t SSL_CTX_get_default_passwd_cb(uintptr_t)',
  SSL_CTX_get_default_passwd_cb_userdata: 'uintptr_t SSL_CTX_get_default_passwd_cb_userdata(uintptr_t)',
  SSL_CTX_set_default_passwd_cb: 'void SSL_CTX_set_default_passwd_cb(uintptr_t, uintptr_t)',
  SSL_CTX_set_default_passwd_cb_userdata: 'void SSL_CTX_set_default_passwd_cb_userdata(uintptr_t, uintptr_t)',
  SSL_CTX_use_certificate_chain_file: 'int SSL_CTX_use_certificate_chain_file(uintptr_t, uintptr_t)',
  SSL_CTX_use_PrivateKey_file: 'int SSL_CTX_use_PrivateKey_file(uintptr_t, uintptr_t, int)',
  SSL_CTX_check_private_key: 'int SSL_CTX_check_private_key(uintptr_t)',
  SSL_CTX_load_verify_locations: 'int SSL_CTX_load_verify_locations(uintptr_t, uintptr_t, uintptr_t)',
  SSL_CTX_set_default_verify_paths: 'int SSL_CTX_set_default_verify_paths(uintptr_t)',
  SSL_CTX_get_cert_store: 'uintptr_t SSL_CTX_get_cert_store(uintptr_t)',
  SSL_CTX_set_client_hello_cb: 'void SSL_CTX_set_client_hello_cb(uintptr_t, uintptr_t, uintptr_t)',
  SSL_CTX_set_keylog_callback: 'void SSL_CTX_set_keylog_callback(uintptr_t, uintptr_t)',
  SSL_CTX_set_msg_callback: 'void SSL_CTX_set_msg_callback(uintptr_t, uintptr_t)',
  SSL_CTX_set_psk_client_callback: 'void SSL_CTX_set_psk_client_callback(uintptr_t, uintptr_t)',
  SSL_CTX_set_psk_server_callback: 'void SSL_CTX_set_psk_server_callback(uintptr_t, uintptr_t)',
  SSL_CTX_use_psk_identity_hint: 'int SSL_CTX_use_psk_identity_hint(uintptr_t, void *)',
  X509_VERIFY_PARAM_get_flags: 'unsigned long X509_VERIFY_PARAM_get_flags(uintptr_t)',
  X509_VERIFY_PARAM_set_flags: 'int X509_VERIFY_PARAM_set_flags(uintptr_t, unsigned long)',
  X509_VERIFY_PARAM_clear_flags: 'int X509_VERIFY_PARAM_clear_flags(uintptr_t, unsigned long)',
  X509_VERIFY_PARAM_set_hostflags: 'void X509_VERIFY_PARAM_set_hostflags(uintptr_t, unsigned int)',
  X509_STORE_add_cert: 'int X509_STORE_add_cert(uintptr_t, uintptr_t)',
  X509_STORE_get0_objects: 'uintptr_t X509_STORE_get0_objects(uintptr_t)',
  X509_OBJECT_get_type: 'int X509_OBJECT_get_type(uintptr_t)',
  X509_OBJECT_get0_X509: 'uintptr_t X509_OBJECT_get0_X509(uintptr_t)',
  X509_check_ca: 'int X509_check_ca(uintptr_t)',
  X509_free: 'void X509_free(uintptr_t)',
  d2i_X509_bio: 'uintptr_t d2i_X509_bio(uintptr_t, void *)',
  PEM_read_bio_X509: 'uintptr_t PEM_read_bio_X509(uintptr_t, void *, uintptr_t, uintptr_t)',
  PEM_read_bio_DHparams: 'uintptr_t PEM_read_bio_DHparams(uintptr_t, void *, uintptr_t, uintptr_t)',
  DH_free: 'void DH_free(uintptr_t)',
  OBJ_sn2nid: 'int OBJ_sn2nid(uintptr_t)',
  BIO_new_mem_buf: 'uintptr_t BIO_new_mem_buf(uintptr_t, int)',
  BIO_new_file: 'uintptr_t BIO_new_file(uintptr_t, const char *)',
  BIO_free: 'int BIO_free(uintptr_t)',
  BIO_free_all: 'void BIO_free_all(uintptr_t)',
  BIO_ctrl: 'long BIO_ctrl(uintptr_t, int, long, void *)',
  BIO_puts: 'int BIO_puts(uintptr_t, void *)',
});

/** SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS) */
export function releaseBuffers(ctx: number): void {
  context.SSL_CTX_ctrl(ctx, SSL_CTRL_MODE, SSL_MODE_RELEASE_BUFFERS, null);
}

const at = functions({ SSL_CTX_ctrl: 'long SSL_CTX_ctrl(uintptr_t, int, long, uintptr_t)' });

/** SSL_CTX_set_tlsext_servername_callback, and the context itself as what the callback is given. */
export function setServernameCallback(ctx: number, callback: number): void {
  context.SSL_CTX_callback_ctrl(ctx, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB, callback);
  at.SSL_CTX_ctrl(ctx, SSL_CTRL_SET_TLSEXT_SERVERNAME_ARG, 0, ctx);
}

export function SSL_CTX_set_tmp_dh(ctx: number, dh: number): boolean {
  return at.SSL_CTX_ctrl(ctx, SSL_CTRL_SET_TMP_DH, 0, dh) !== 0;
}

/** The lowest or highest version; 0 for whichever there is. */
export function protocolVersion(ctx: number, isLowest: boolean): number {
  const command = isLowest ? SSL_CTRL_GET_MIN_PROTO_VERSION : SSL_CTRL_GET_MAX_PROTO_VERSION;
  return context.SSL_CTX_ctrl(ctx, command, 0, null);
}

/** False for a version that OpenSSL does not know. */
export function setProtocolVersion(ctx: number, isLowest: boolean, version: number): boolean {
  const command = isLowest ? SSL_CTRL_SET_MIN_PROTO_VERSION : SSL_CTRL_SET_MAX_PROTO_VERSION;
  return context.SSL_CTX_ctrl(ctx, command, version, null) !== 0;
}

/** SSL_CTX_set1_groups with one group. */
export function setGroup(ctx: number, nid: number): boolean {
  return context.SSL_CTX_ctrl(ctx, SSL_CTRL_SET_GROUPS, 1, new Int32Array([nid])) !== 0;
}

/** How often sessions were made, and used again. */
export function sessionCounts(ctx: number): [name: string, count: number][] {
  return Object.entries(counters).map(([name, command]) => [name, context.SSL_CTX_ctrl(ctx, command, 0, null)]);
}

/** Where a file is written next; BIO_tell. */
export function positionOf(bio: number): number {
  return context.BIO_ctrl(bio, BIO_C_FILE_TELL, 0, null);
}

/** Writes text that ends with NUL through to the file. 0, or errno. */
export function writeThrough(bio: number, text: Uint8Array): number {
  const failed = context.BIO_puts(bio, text) < 0 ? errno() : 0;
  context.BIO_ctrl(bio, BIO_CTRL_FLUSH, 0, null);
  return failed;
}

const libc = functions({
  setenv: 'int setenv(const char *, const char *, int)',
  unsetenv: 'int unsetenv(const char *)',
});

/** Sets a variable of the process, or takes it away: OpenSSL reads the process's own. */
export function setEnvironment(name: string, value: string | null): void {
  if (value === null) libc.unsetenv(name);
  else libc.setenv(name, value, 1);
}
