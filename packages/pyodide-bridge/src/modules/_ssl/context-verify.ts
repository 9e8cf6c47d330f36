/** _ssl.c: _SSLContext: its properties of what is verified. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { propertyRows } from './context-property.ts';
import { createSslErrors } from './errors.ts';
import type { Context } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** enum py_ssl_cert_requirements, as OpenSSL's modes. */
const modes = [
  openssl.SSL_VERIFY_NONE,
  openssl.SSL_VERIFY_PEER,
  openssl.SSL_VERIFY_PEER | openssl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
] as const;
const CERT_NONE = 0;
const CERT_REQUIRED = 2;
const MODE_MASK = modes[CERT_REQUIRED];

export function verifyProperties(ssl: SslState): GetSetDef[] {
  const { capi, parsers } = ssl.bridge;
  const errors = createSslErrors(ssl);
  const { fail, row } = propertyRows(ssl);

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
      const given = capi.givenName(value);
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

  return [
    row('check_hostname', ({ check_hostname }) => capi.PyBool_FromLong(check_hostname), set_check_hostname),
    row('_host_flags', ({ hostflags }) => capi.fromNumber(hostflags), set_host_flags),
    row(
      'verify_flags',
      ({ ctx }) => capi.PyLong_FromUnsignedLongLong(BigInt(c.X509_VERIFY_PARAM_get_flags(c.SSL_CTX_get0_param(ctx)))),
      set_verify_flags,
    ),
    row('verify_mode', get_verify_mode, set_verify_mode),
  ];
}
