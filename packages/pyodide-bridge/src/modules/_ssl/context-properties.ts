/** _ssl.c: _SSLContext: its properties: versions, options, what is verified, callbacks. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { PROTOCOL } from './constants.ts';
import { callbackProperties } from './context-callbacks.ts';
import { type Get, propertyRows, type SetProperty } from './context-property.ts';
import { verifyProperties } from './context-verify.ts';
import type { Context } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** The protocols that stand for several versions. */
const versatile: readonly number[] = [PROTOCOL.TLS, PROTOCOL.TLS_CLIENT, PROTOCOL.TLS_SERVER];
const PROTO_MINIMUM_SUPPORTED = -2;
const PROTO_MAXIMUM_SUPPORTED = -1;
const deprecatedVersions: Readonly<Record<number, string>> = { 768: 'SSLv3', 769: 'TLSv1', 770: 'TLSv1_1' };
/** SSL_OP_NO_SSLv3, NO_TLSv1, NO_TLSv1_1, NO_TLSv1_2 and NO_TLSv1_3. */
const OP_NO_VERSIONS = (1n << 25n) | (1n << 26n) | (1n << 27n) | (1n << 28n) | (1n << 29n);

export function contextProperties(ssl: SslState, deprecated: (text: string) => boolean): GetSetDef[] {
  const { capi, parsers } = ssl.bridge;
  const { fail, row } = propertyRows(ssl);

  function setVersion({ ctx, protocol }: Context, value: PyObject, isLowest: boolean): number {
    const v = parsers.asInt(value);
    if (v === null) return -1;
    if (!versatile.includes(protocol)) {
      return fail('ValueError', "The context's protocol doesn't support modification of highest and lowest version.");
    }
    const old = deprecatedVersions[v];
    if (old !== undefined) {
      if (!deprecated(`ssl.TLSVersion.${old} is deprecated`)) return -1;
    } else if (
      v < PROTO_MINIMUM_SUPPORTED ||
      (v >= 0 && v !== openssl.TLS1_2_VERSION && v !== openssl.TLS1_3_VERSION)
    ) {
      return fail('ValueError', `Unsupported TLS/SSL version 0x${(v >>> 0).toString(16)}`);
    }
    let version = v;
    if (v === PROTO_MINIMUM_SUPPORTED) version = isLowest ? 0 : openssl.TLS1_VERSION;
    if (v === PROTO_MAXIMUM_SUPPORTED) version = isLowest ? openssl.TLS1_3_VERSION : 0;
    if (openssl.setProtocolVersion(ctx, isLowest, version)) return 0;
    return fail('ValueError', `Unsupported protocol version 0x${(version >>> 0).toString(16)}`);
  }

  function set_num_tickets({ ctx, protocol }: Context, value: PyObject): number {
    const n = parsers.asSize(value);
    if (n === null) return -1;
    if (n < 0) return fail('ValueError', 'value must be non-negative');
    if (protocol !== PROTOCOL.TLS_SERVER) return fail('ValueError', 'SSLContext is not a server context.');
    if (c.SSL_CTX_set_num_tickets(ctx, n) !== 1) return fail('ValueError', 'failed to set num tickets.');
    return 0;
  }

  function set_post_handshake_auth(context: Context, value: PyObject): number {
    if (value === 0) return fail('AttributeError', 'cannot delete attribute');
    const is = capi.PyObject_IsTrue(value);
    if (is < 0) return -1;
    context.post_handshake_auth = is !== 0;
    return 0;
  }

  const version = (isLowest: boolean, without: number): [Get, SetProperty] => [
    ({ ctx }) => capi.fromNumber(openssl.protocolVersion(ctx, isLowest) || without),
    (context, value) => setVersion(context, value, isLowest),
  ];

  return [
    ...verifyProperties(ssl),
    ...callbackProperties(ssl),
    optionsProperty(ssl, deprecated),
    row('minimum_version', ...version(true, PROTO_MINIMUM_SUPPORTED)),
    row('maximum_version', ...version(false, PROTO_MAXIMUM_SUPPORTED)),
    row(
      'num_tickets',
      ({ ctx }) => capi.fromNumber(c.SSL_CTX_get_num_tickets(ctx)),
      set_num_tickets,
      'How many tickets a server gives to a client in TLS 1.3.',
    ),
    row(
      'post_handshake_auth',
      ({ post_handshake_auth }) => capi.PyBool_FromLong(post_handshake_auth),
      set_post_handshake_auth,
      undefined,
      true,
    ),
    row('protocol', ({ protocol }) => capi.fromNumber(protocol)),
    row(
      'security_level',
      ({ ctx }) => capi.fromNumber(c.SSL_CTX_get_security_level(ctx)),
      undefined,
      'How strong keys have to be, as a level of OpenSSL.',
    ),
  ];
}

function optionsProperty(ssl: SslState, deprecated: (text: string) => boolean): GetSetDef {
  const { capi } = ssl.bridge;
  const { row } = propertyRows(ssl);

  /** OpenSSL's flags have 64 bits, which arrive as a bigint when a number does not hold them. */
  const fromFlags = (flags: number | bigint): PyObject => capi.PyLong_FromUnsignedLongLong(BigInt(flags));

  /** A number without a sign, of 64 bits; null with an exception set. */
  function unsigned(value: PyObject): bigint | null {
    const index = capi.PyNumber_Index(value);
    if (index === 0) return null;
    const text = capi.PyObject_Repr(index);
    capi.Py_DecRef(index);
    if (text === 0) return null;
    const n = BigInt(capi.stringFrom(text) ?? '0');
    capi.Py_DecRef(text);
    if (n < 0n) capi.raise('ValueError', 'Cannot convert negative int');
    else if (n >= 2n ** 64n) capi.raise('OverflowError', 'Python int too large for C unsigned long long');
    else return n;
    return null;
  }

  function set_options({ ctx }: Context, value: PyObject): number {
    const wanted = unsigned(value);
    if (wanted === null) return -1;
    const options = BigInt(c.SSL_CTX_get_options(ctx));
    const clear = options & ~wanted;
    const set = wanted & ~options;
    if ((set & OP_NO_VERSIONS) !== 0n && !deprecated('ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated')) return -1;
    if (clear !== 0n) c.SSL_CTX_clear_options(ctx, clear);
    if (set !== 0n) c.SSL_CTX_set_options(ctx, set);
    return 0;
  }

  return row('options', ({ ctx }) => fromFlags(c.SSL_CTX_get_options(ctx)), set_options);
}
