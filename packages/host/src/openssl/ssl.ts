/** <openssl/ssl.h>: a connection. An SSL is its address; 0 is NULL. */
import { errno, viewOf } from '../call/libc.ts';
import { functions } from './bind.ts';
import { ERR_peek_last_error } from './err.ts';
import { bytesAt } from './memory.ts';

export const SSL_ERROR_NONE = 0;
export const SSL_ERROR_SSL = 1;
export const SSL_ERROR_WANT_READ = 2;
export const SSL_ERROR_WANT_WRITE = 3;
export const SSL_ERROR_WANT_X509_LOOKUP = 4;
export const SSL_ERROR_SYSCALL = 5;
export const SSL_ERROR_ZERO_RETURN = 6;
export const SSL_ERROR_WANT_CONNECT = 7;
export const SSL_ERROR_WANT_CLIENT_HELLO_CB = 11;

/** What a callback returns that is told of a client's hello: the handshake goes on, or stops until it is called again. */
export const SSL_CLIENT_HELLO_SUCCESS = 1;
export const SSL_CLIENT_HELLO_RETRY = -1;

export const SSL_RECEIVED_SHUTDOWN = 2;
export const X509_V_ERR_HOSTNAME_MISMATCH = 62;
export const X509_V_ERR_IP_ADDRESS_MISMATCH = 64;

const SSL_CTRL_MODE = 33;
const SSL_CTRL_SET_READ_AHEAD = 41;
const SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
const SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER = 2;
const SSL_MODE_AUTO_RETRY = 4;
const TLSEXT_NAMETYPE_host_name = 0;
const TLSEXT_TYPE_server_name = 0;

/** Calls by OpenSSL's names. */
export const ssl = functions({
  SSL_new: 'uintptr_t SSL_new(uintptr_t)',
  SSL_free: 'void SSL_free(uintptr_t)',
  SSL_set_fd: 'int SSL_set_fd(uintptr_t, int)',
  SSL_set_bio: 'void SSL_set_bio(uintptr_t, uintptr_t, uintptr_t)',
  SSL_ctrl: 'long SSL_ctrl(uintptr_t, int, long, void *)',
  SSL_set_session_id_context: 'int SSL_set_session_id_context(uintptr_t, void *, unsigned int)',
  SSL_set_connect_state: 'void SSL_set_connect_state(uintptr_t)',
  SSL_set_accept_state: 'void SSL_set_accept_state(uintptr_t)',
  SSL_do_handshake: 'int SSL_do_handshake(uintptr_t)',
  SSL_read: 'int SSL_read(uintptr_t, uintptr_t, int)',
  SSL_write: 'int SSL_write(uintptr_t, uintptr_t, int)',
  SSL_write_ex: 'int SSL_write_ex(uintptr_t, uintptr_t, size_t, void *)',
  SSL_pending: 'int SSL_pending(uintptr_t)',
  SSL_shutdown: 'int SSL_shutdown(uintptr_t)',
  SSL_get_shutdown: 'int SSL_get_shutdown(uintptr_t)',
  SSL_get_error: 'int SSL_get_error(uintptr_t, int)',
  SSL_is_init_finished: 'int SSL_is_init_finished(uintptr_t)',
  SSL_get_verify_result: 'long SSL_get_verify_result(uintptr_t)',
  SSL_get_verify_mode: 'int SSL_get_verify_mode(uintptr_t)',
  SSL_get_verify_callback: 'uintptr_t SSL_get_verify_callback(uintptr_t)',
  SSL_set_verify: 'void SSL_set_verify(uintptr_t, int, uintptr_t)',
  SSL_set_post_handshake_auth: 'void SSL_set_post_handshake_auth(uintptr_t, int)',
  SSL_verify_client_post_handshake: 'int SSL_verify_client_post_handshake(uintptr_t)',
  SSL_get0_param: 'uintptr_t SSL_get0_param(uintptr_t)',
  SSL_set_SSL_CTX: 'uintptr_t SSL_set_SSL_CTX(uintptr_t, uintptr_t)',
  SSL_get1_peer_certificate: 'uintptr_t SSL_get1_peer_certificate(uintptr_t)',
  SSL_get0_verified_chain: 'uintptr_t SSL_get0_verified_chain(uintptr_t)',
  SSL_get_peer_cert_chain: 'uintptr_t SSL_get_peer_cert_chain(uintptr_t)',
  SSL_get_current_cipher: 'uintptr_t SSL_get_current_cipher(uintptr_t)',
  SSL_get_ciphers: 'uintptr_t SSL_get_ciphers(uintptr_t)',
  SSL_get_client_ciphers: 'uintptr_t SSL_get_client_ciphers(uintptr_t)',
  SSL_get_version: 'const char *SSL_get_version(uintptr_t)',
  SSL_get0_alpn_selected: 'void SSL_get0_alpn_selected(uintptr_t, void *, void *)',
  SSL_get_current_compression: 'uintptr_t SSL_get_current_compression(uintptr_t)',
  COMP_get_type: 'int COMP_get_type(uintptr_t)',
  OBJ_nid2sn: 'const char *OBJ_nid2sn(int)',
  SSL_session_reused: 'int SSL_session_reused(uintptr_t)',
  SSL_get_finished: 'size_t SSL_get_finished(uintptr_t, void *, size_t)',
  SSL_get_peer_finished: 'size_t SSL_get_peer_finished(uintptr_t, void *, size_t)',
  SSL_client_hello_get0_ext: 'int SSL_client_hello_get0_ext(uintptr_t, unsigned int, void *, void *)',
  SSL_get_servername: 'const char *SSL_get_servername(uintptr_t, int)',
  SSL_set_msg_callback: 'void SSL_set_msg_callback(uintptr_t, uintptr_t)',
  SSL_CIPHER_get_name: 'const char *SSL_CIPHER_get_name(uintptr_t)',
  SSL_CIPHER_get_version: 'const char *SSL_CIPHER_get_version(uintptr_t)',
  SSL_CIPHER_get_bits: 'int SSL_CIPHER_get_bits(uintptr_t, void *)',
  SSL_CIPHER_get_id: 'unsigned int SSL_CIPHER_get_id(uintptr_t)',
  SSL_CIPHER_description: 'uintptr_t SSL_CIPHER_description(uintptr_t, void *, int)',
  SSL_CIPHER_is_aead: 'int SSL_CIPHER_is_aead(uintptr_t)',
  SSL_CIPHER_get_cipher_nid: 'int SSL_CIPHER_get_cipher_nid(uintptr_t)',
  SSL_CIPHER_get_digest_nid: 'int SSL_CIPHER_get_digest_nid(uintptr_t)',
  SSL_CIPHER_get_kx_nid: 'int SSL_CIPHER_get_kx_nid(uintptr_t)',
  SSL_CIPHER_get_auth_nid: 'int SSL_CIPHER_get_auth_nid(uintptr_t)',
  OBJ_nid2ln: 'const char *OBJ_nid2ln(int)',
  OPENSSL_sk_num: 'int OPENSSL_sk_num(uintptr_t)',
  OPENSSL_sk_value: 'uintptr_t OPENSSL_sk_value(uintptr_t, int)',
  OPENSSL_sk_find: 'int OPENSSL_sk_find(uintptr_t, uintptr_t)',
  X509_VERIFY_PARAM_set1_host: 'int X509_VERIFY_PARAM_set1_host(uintptr_t, void *, size_t)',
  X509_VERIFY_PARAM_set1_ip_asc: 'int X509_VERIFY_PARAM_set1_ip_asc(uintptr_t, void *)',
  X509_VERIFY_PARAM_set_hostflags: 'void X509_VERIFY_PARAM_set_hostflags(uintptr_t, unsigned int)',
  a2i_IPADDRESS: 'uintptr_t a2i_IPADDRESS(void *)',
  ASN1_OCTET_STRING_free: 'void ASN1_OCTET_STRING_free(uintptr_t)',
});

/**
 * _ssl.c: _PySSLError: what SSL_get_error, errno and the queue of errors say of a call.
 *
 * Differs: the newest error is looked at here, as Python's threads share one queue.
 */
export interface Failure {
  readonly ssl: number;
  readonly errno: number;
  readonly error: number;
}

export const NO_FAILURE: Failure = { ssl: SSL_ERROR_NONE, errno: 0, error: 0 };

/** What the call that has just answered `result` failed of. To be asked at once. */
export function failureOf(connection: number, result: number): Failure {
  const c = errno();
  return { ssl: ssl.SSL_get_error(connection, result), errno: c, error: ERR_peek_last_error() };
}

/** The modes of CPython's connections. */
export function setModes(connection: number): void {
  ssl.SSL_ctrl(connection, SSL_CTRL_MODE, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY, null);
}

/** SSL_set_read_ahead(ssl, 0) */
export function stopReadingAhead(connection: number): void {
  ssl.SSL_ctrl(connection, SSL_CTRL_SET_READ_AHEAD, 0, null);
}

/** The name that a client asks for. `name` ends with NUL. False when it cannot be. */
export function SSL_set_tlsext_host_name(connection: number, name: Uint8Array): boolean {
  return ssl.SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) !== 0;
}

/** The name that the client has asked for; null for none. */
export function servername(connection: number): string | null {
  return ssl.SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
}

/**
 * The name that the client asks for, in a callback that is told of its hello: null for none. Undefined: what stands there is not
 * well formed, and OpenSSL refuses it later. RFC 6066: a list of one name, each with its kind and length.
 */
export function helloServername(connection: number): Uint8Array | null | undefined {
  const place = new BigUint64Array(2);
  const [address, length] = [place.subarray(0, 1), place.subarray(1)];
  if (ssl.SSL_client_hello_get0_ext(connection, TLSEXT_TYPE_server_name, address, length) !== 1) return null;
  const bytes = Buffer.from(bytesAt(Number(address[0]), Number(length[0])));
  const head = 5;
  if (bytes.length <= head || bytes.readUInt16BE(0) !== bytes.length - 2) return undefined;
  if (bytes[2] !== TLSEXT_NAMETYPE_host_name || bytes.readUInt16BE(3) !== bytes.length - head) return undefined;
  const name = bytes.subarray(head);
  return name.includes(0) ? undefined : name;
}

/** Whether text that ends with NUL is an IP address. */
export function isIpAddress(text: Uint8Array): boolean {
  const ip = ssl.a2i_IPADDRESS(text);
  if (ip === 0) return false;
  ssl.ASN1_OCTET_STRING_free(ip);
  return true;
}

/** What lies on a stack; nothing on a stack that is NULL. */
export function itemsOf(stack: number): number[] {
  return stack === 0
    ? []
    : Array.from({ length: ssl.OPENSSL_sk_num(stack) }, (_, index) => ssl.OPENSSL_sk_value(stack, index));
}

/** The protocol that ALPN has found; null for none. */
export function alpnSelected(connection: number): Uint8Array | null {
  const start = new BigUint64Array(1);
  const length = new Uint32Array(1);
  ssl.SSL_get0_alpn_selected(connection, start, length);
  return start[0] === 0n ? null : viewOf(start[0] as bigint, length[0] as number).slice();
}

/** The longest of a Finished message; RFC 5929's tls-unique has 12 bytes. */
const CB_MAXLEN = 128;

/** The Finished message of this side or the peer's. */
export function finished(connection: number, isPeers: boolean): Uint8Array {
  const bytes = new Uint8Array(CB_MAXLEN);
  const get = isPeers ? ssl.SSL_get_peer_finished : ssl.SSL_get_finished;
  return bytes.subarray(0, get(connection, bytes, CB_MAXLEN));
}

const DESCRIPTION = 512;

/** A line of text about a cipher. */
export function cipherDescription(cipher: number): string {
  const text = new Uint8Array(DESCRIPTION);
  ssl.SSL_CIPHER_description(cipher, text, DESCRIPTION);
  return Buffer.from(text.subarray(0, text.indexOf(0))).toString();
}

/** The bits of a cipher's key: those that count, and those that the algorithm takes. */
export function cipherBits(cipher: number): readonly [strength: number, algorithm: number] {
  const algorithm = new Int32Array(1);
  return [ssl.SSL_CIPHER_get_bits(cipher, algorithm), algorithm[0] as number];
}

/** Writes. How many bytes were taken, which is none only of none; else negative. */
export function writeSome(connection: number, address: number, length: number): number {
  if (length > 0) return ssl.SSL_write(connection, address, length) || -1;
  return ssl.SSL_write_ex(connection, address, length, new BigUint64Array(1)) - 1;
}
