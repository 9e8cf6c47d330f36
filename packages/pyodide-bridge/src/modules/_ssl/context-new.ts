/** _ssl.c: _ssl__SSLContext_impl: a new context. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { DEFAULT_CIPHERS, PROTOCOL } from './constants.ts';
import { createSslErrors } from './errors.ts';
import { Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** The method of each protocol: enum py_ssl_version. */
export const methods: Readonly<Record<number, { method: () => number; deprecated?: string }>> = {
  [PROTOCOL.TLS]: { method: () => c.TLS_method(), deprecated: 'PROTOCOL_TLS' },
  [PROTOCOL.TLSv1]: { method: () => c.TLSv1_method(), deprecated: 'PROTOCOL_TLSv1' },
  [PROTOCOL.TLSv1_1]: { method: () => c.TLSv1_1_method(), deprecated: 'PROTOCOL_TLSv1_1' },
  [PROTOCOL.TLSv1_2]: { method: () => c.TLSv1_2_method(), deprecated: 'PROTOCOL_TLSv1_2' },
  [PROTOCOL.TLS_CLIENT]: { method: () => c.TLS_client_method() },
  [PROTOCOL.TLS_SERVER]: { method: () => c.TLS_server_method() },
};

const cString = (text: string): Uint8Array => Buffer.from(`${text}\0`);

/** Gives a new SSL_CTX what every context of Python's has. False when this OpenSSL has none of the ciphers. */
export function configure(ctx: number, protocol: number): boolean {
  const isClient = protocol === PROTOCOL.TLS_CLIENT;
  const verify = isClient ? openssl.SSL_VERIFY_PEER | openssl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT : openssl.SSL_VERIFY_NONE;
  c.SSL_CTX_set_verify(ctx, verify, c.SSL_CTX_get_verify_callback(ctx));
  c.SSL_CTX_set_options(ctx, openssl.DEFAULT_OPTIONS);
  if (c.SSL_CTX_set_cipher_list(ctx, cString(DEFAULT_CIPHERS)) === 0) return false;
  const isAnyVersion = protocol === PROTOCOL.TLS || protocol >= PROTOCOL.TLS_CLIENT;
  if (isAnyVersion) openssl.setProtocolVersion(ctx, true, openssl.TLS1_2_VERSION);
  openssl.releaseBuffers(ctx);
  const params = c.SSL_CTX_get0_param(ctx);
  c.X509_VERIFY_PARAM_set_flags(params, openssl.X509_V_FLAG_TRUSTED_FIRST);
  c.X509_VERIFY_PARAM_set_hostflags(params, openssl.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  c.SSL_CTX_set_post_handshake_auth(ctx, 0);
  return true;
}

/** `tp_new` of a context. `deprecated` warns, and returns false when the warning is an exception. */
export function contextNew(ssl: SslState, deprecated: (text: string) => boolean) {
  const { capi, parsers } = ssl.bridge;
  const { contexts, contextOf, types } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const parseNew = parsers.positional('i!:_SSLContext');

  function protocolArgument(type: PyObject, args: PyObject, kwargs: PyObject): number | null {
    if (type === types.context && kwargs !== 0 && capi.PyDict_Size(kwargs) > 0) {
      capi.raise('TypeError', '_SSLContext() takes no keyword arguments');
      return null;
    }
    const count = capi.PyTuple_Size(args);
    if (count !== 1) {
      capi.raise('TypeError', `_SSLContext expected 1 argument, got ${count}`);
      return null;
    }
    return capi.memory.onStack(4, (slot) => {
      capi.memory.setInt32(slot, capi.PyTuple_GetItem(args, 0));
      const parsed = parseNew(slot, 1);
      return parsed === null ? null : (parsed[0] as number);
    });
  }

  /** _ssl.c: _ssl__SSLContext_impl */
  function context_new(type: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const protocol = protocolArgument(type, args, kwargs);
    if (protocol === null) return 0;
    const found = methods[protocol];
    if (found === undefined) return capi.raise('ValueError', `invalid or unsupported protocol version ${protocol}`);
    if (found.deprecated !== undefined && !deprecated(`ssl.${found.deprecated} is deprecated`)) return 0;
    openssl.ERR_clear_error();
    const ctx = c.SSL_CTX_new(found.method());
    if (ctx === 0) return errors.setSSLError();
    const context = new Context(protocol, ctx);
    context.check_hostname = protocol === PROTOCOL.TLS_CLIENT;
    const isConfigured = configure(ctx, protocol);
    const self = isConfigured ? contexts.create(type, context) : 0;
    if (!isConfigured) {
      openssl.ERR_clear_error();
      errors.raiseSSLError('No cipher can be selected.');
    }
    if (self === 0) c.SSL_CTX_free(ctx);
    else {
      context.self = self;
      contextOf.set(ctx, self);
    }
    return self;
  }

  return context_new;
}
