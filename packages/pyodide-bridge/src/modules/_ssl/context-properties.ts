/** _ssl.c: _SSLContext: its properties: versions, options, what is verified, callbacks. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { createCallbacks } from './callbacks.ts';
import { createSslErrors } from './errors.ts';
import { type Context, cannotDelete, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

const PROTOCOL_TLS = 2;
const PROTOCOL_TLS_CLIENT = 16;
const PROTOCOL_TLS_SERVER = 17;
const PROTO_MINIMUM_SUPPORTED = -2;
const PROTO_MAXIMUM_SUPPORTED = -1;
const deprecatedVersions: Readonly<Record<number, string>> = { 768: 'SSLv3', 769: 'TLSv1', 770: 'TLSv1_1' };
/** SSL_OP_NO_SSLv3, NO_TLSv1, NO_TLSv1_1, NO_TLSv1_2 and NO_TLSv1_3. */
const OP_NO_VERSIONS = (1n << 25n) | (1n << 26n) | (1n << 27n) | (1n << 28n) | (1n << 29n);

/** enum py_ssl_cert_requirements, as OpenSSL's modes. */
const modes = [
  openssl.SSL_VERIFY_NONE,
  openssl.SSL_VERIFY_PEER,
  openssl.SSL_VERIFY_PEER | openssl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
] as const;
const CERT_NONE = 0;
const CERT_REQUIRED = 2;
const MODE_MASK = modes[CERT_REQUIRED];

export function contextProperties(ssl: SslState, deprecated: (text: string) => boolean): GetSetDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts, isCallable } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const fail = (type: string, message: string): -1 => {
    capi.raise(type, message);
    return -1;
  };

  /** OpenSSL's flags have 64 bits, which arrive as a bigint when a number does not hold them. */
  const fromFlags = (flags: number | bigint): PyObject => capi.PyLong_FromUnsignedLongLong(BigInt(flags));

  function setMode({ ctx }: Context, requirement: number): number {
    const mode = modes[requirement];
    if (mode === undefined) return fail('ValueError', 'invalid value for verify_mode');
    c.SSL_CTX_set_verify(ctx, mode, c.SSL_CTX_get_verify_callback(ctx));
    return 0;
  }

  function get_verify_mode({ ctx }: Context): PyObject {
    const requirement = modes.indexOf((c.SSL_CTX_get_verify_mode(ctx) & MODE_MASK) as (typeof modes)[number]);
    if (requirement >= 0) return capi.fromNumber(requirement);
    return errors.raiseSSLError('invalid return value from SSL_CTX_get_verify_mode');
  }

  function set_verify_mode(context: Context, value: PyObject): number {
    const n = parsers.asInt(value);
    if (n === null) return -1;
    if (n === CERT_NONE && context.check_hostname) {
      return fail('ValueError', 'Cannot set verify_mode to CERT_NONE when check_hostname is enabled.');
    }
    return setMode(context, n);
  }

  function set_verify_flags({ ctx }: Context, value: PyObject): number {
    if (!capi.PyLong_Check(value)) {
      const given = value === capi.Py_None ? 'None' : capi.tp_name(capi.Py_TYPE(value));
      return fail('TypeError', `argument must be int, not ${given}`);
    }
    const wanted = BigInt.asUintN(64, capi.PyLong_AsUnsignedLongLongMask(value));
    const param = c.SSL_CTX_get0_param(ctx);
    const flags = BigInt(c.X509_VERIFY_PARAM_get_flags(param));
    const clear = flags & ~wanted;
    const set = wanted & ~flags;
    if (clear !== 0n && c.X509_VERIFY_PARAM_clear_flags(param, clear) === 0) return errors.setSSLError() - 1;
    if (set !== 0n && c.X509_VERIFY_PARAM_set_flags(param, set) === 0) return errors.setSSLError() - 1;
    return 0;
  }

  function setVersion({ ctx, protocol }: Context, value: PyObject, isLowest: boolean): number {
    const v = parsers.asInt(value);
    if (v === null) return -1;
    if (![PROTOCOL_TLS, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER].includes(protocol)) {
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
    if (protocol !== PROTOCOL_TLS_SERVER) return fail('ValueError', 'SSLContext is not a server context.');
    if (c.SSL_CTX_set_num_tickets(ctx, n) !== 1) return fail('ValueError', 'failed to set num tickets.');
    return 0;
  }

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

  function set_host_flags(context: Context, value: PyObject): number {
    const index = capi.PyNumber_Index(value);
    if (index === 0) return -1;
    context.hostflags = capi.PyLong_AsUnsignedLongMask(index) >>> 0;
    capi.Py_DecRef(index);
    c.X509_VERIFY_PARAM_set_hostflags(c.SSL_CTX_get0_param(context.ctx), context.hostflags);
    return 0;
  }

  function set_check_hostname(context: Context, value: PyObject): number {
    const is = capi.PyObject_IsTrue(value);
    if (is < 0) return -1;
    if (is !== 0 && c.SSL_CTX_get_verify_mode(context.ctx) === openssl.SSL_VERIFY_NONE) {
      setMode(context, CERT_REQUIRED);
    }
    context.check_hostname = is !== 0;
    return 0;
  }

  function set_post_handshake_auth(context: Context, value: PyObject): number {
    if (value === 0) return fail('AttributeError', 'cannot delete attribute');
    const is = capi.PyObject_IsTrue(value);
    if (is < 0) return -1;
    context.post_handshake_auth = is !== 0;
    return 0;
  }

  /** A property that is a callable or None, which `tell` tells OpenSSL of. */
  function setCallable(
    context: Context,
    name: 'set_sni_cb' | 'msg_cb',
    value: PyObject,
    tell: (isSet: boolean) => void,
  ): number {
    const isSet = value !== capi.Py_None;
    if (isSet && !isCallable(value)) return fail('TypeError', 'not a callable object');
    const old = context[name];
    context[name] = isSet ? capi.newRef(value) : 0;
    tell(isSet);
    if (old !== 0) capi.Py_DecRef(old);
    return 0;
  }

  function set_sni_callback(context: Context, value: PyObject): number {
    if (context.protocol === PROTOCOL_TLS_CLIENT) {
      return fail('ValueError', 'sni_callback cannot be set on TLS_CLIENT context');
    }
    return setCallable(context, 'set_sni_cb', value, (isSet) => {
      openssl.setServernameCallback(context.ctx, isSet ? createCallbacks(ssl).servername() : 0);
    });
  }

  const set_msg_callback = (context: Context, value: PyObject): number =>
    setCallable(context, 'msg_cb', value, (isSet) => {
      c.SSL_CTX_set_msg_callback(context.ctx, isSet ? createCallbacks(ssl).message() : 0);
    });

  type Get = (context: Context) => PyObject;
  type Set = (context: Context, value: PyObject) => number;

  function row(name: string, get: Get, set?: Set, doc?: string): GetSetDef {
    const property = { name, get: (self: PyObject) => get(contexts.of(self)), ...(doc === undefined ? {} : { doc }) };
    if (set === undefined) return property;
    return {
      ...property,
      set(self, value) {
        if (value !== 0 || set === set_post_handshake_auth) return set(contexts.of(self), value);
        return cannotDelete(capi, self, name);
      },
    };
  }

  const version = (isLowest: boolean, without: number): [Get, Set] => [
    ({ ctx }) => capi.fromNumber(openssl.protocolVersion(ctx, isLowest) || without),
    (context, value) => setVersion(context, value, isLowest),
  ];

  return [
    row('check_hostname', ({ check_hostname }) => capi.PyBool_FromLong(check_hostname), set_check_hostname),
    row('_host_flags', ({ hostflags }) => capi.fromNumber(hostflags), set_host_flags),
    row('minimum_version', ...version(true, PROTO_MINIMUM_SUPPORTED)),
    row('maximum_version', ...version(false, PROTO_MAXIMUM_SUPPORTED)),
    row('_msg_callback', ({ msg_cb }) => capi.newRef(msg_cb || capi.Py_None), set_msg_callback),
    row(
      'sni_callback',
      ({ set_sni_cb }) => capi.newRef(set_sni_cb || capi.Py_None),
      set_sni_callback,
      'Called with the connection, the name that the client asks for, and this context,\nbefore the handshake goes on. None for no callback.',
    ),
    row(
      'num_tickets',
      ({ ctx }) => capi.fromNumber(c.SSL_CTX_get_num_tickets(ctx)),
      set_num_tickets,
      'How many tickets a server gives to a client in TLS 1.3.',
    ),
    row('options', ({ ctx }) => fromFlags(c.SSL_CTX_get_options(ctx)), set_options),
    row(
      'post_handshake_auth',
      ({ post_handshake_auth }) => capi.PyBool_FromLong(post_handshake_auth),
      set_post_handshake_auth,
    ),
    row('protocol', ({ protocol }) => capi.fromNumber(protocol)),
    row(
      'verify_flags',
      ({ ctx }) => fromFlags(c.X509_VERIFY_PARAM_get_flags(c.SSL_CTX_get0_param(ctx))),
      set_verify_flags,
    ),
    row('verify_mode', get_verify_mode, set_verify_mode),
    row(
      'security_level',
      ({ ctx }) => capi.fromNumber(c.SSL_CTX_get_security_level(ctx)),
      undefined,
      'How strong keys have to be, as a level of OpenSSL.',
    ),
  ];
}
