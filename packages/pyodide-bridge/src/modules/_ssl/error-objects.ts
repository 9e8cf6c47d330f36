/** _ssl.c: fill_and_set_sslerror: the exception objects, and where CPython's messages say that they come from. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { Connection } from './objects.ts';
import type { SslState } from './state.ts';

/** Where CPython's messages say that they come from: the lines of 3.14.8, as another version has others. */
export const Line = {
  forServer: 907,
  forClient: 914,
  handshake: { gone: 1061, failed: 1127, expired: 1109 },
  write: { gone: 2528, failed: 2606 },
  read: { gone: 2680, failed: 2768 },
  shutdown: { gone: 2815, failed: 2896 },
  postHandshake: 2974,
  certificateChain: 4221,
  privateKey: 4242,
  cadata: 4340,
  verifyLocations: 4474,
  dhParams: 4530,
  pskClient: 5167,
  pskServer: 5279,
  other: 1000,
} as const;

interface Details {
  /** The error of OpenSSL's queue; 0 for none. */
  readonly error: number;
  readonly line?: number;
  /** The connection whose certificate was refused. */
  readonly refused?: Connection | undefined;
}

export function createErrorObjects({ bridge }: SslState) {
  const { capi } = bridge;
  const { literal } = capi.memory;
  const orNone = (text: string | null): PyObject => (text === null ? capi.none() : capi.strOf(text));

  function setAttribute(o: PyObject, name: string, value: PyObject): void {
    capi.PyObject_SetAttrString(o, literal(name), value);
    capi.Py_DecRef(value);
  }

  function verifyMessage({ server_hostname }: Connection, code: number): string | null {
    const host = server_hostname === 0 ? 'None' : capi.stringWithSurrogates(server_hostname);
    switch (code) {
      case openssl.X509_V_ERR_HOSTNAME_MISMATCH:
        return `Hostname mismatch, certificate is not valid for '${host}'.`;
      case openssl.X509_V_ERR_IP_ADDRESS_MISMATCH:
        return `IP address mismatch, certificate is not valid for '${host}'.`;
      default:
        return openssl.X509_verify_cert_error_string(code);
    }
  }

  /** _ssl.c: fill_and_set_sslerror. Answers 0. */
  function fill_and_set_sslerror(type: PyObject, number: number, text: string | null, details: Details): 0 {
    const { error, line = Line.other, refused } = details;
    const reason = error === 0 ? null : openssl.reasonName(error);
    const library = error === 0 ? null : openssl.libraryName(error);
    const words = text ?? (error === 0 ? null : openssl.ERR_reason_error_string(error)) ?? 'unknown error';
    const code = refused === undefined ? 0 : openssl.ssl.SSL_get_verify_result(refused.ssl);
    const verify = refused === undefined ? null : verifyMessage(refused, code);
    const place = `(_ssl.c:${line})`;
    let message = `${words} ${place}`;
    if (library !== null && reason !== null) {
      const why = verify === null ? '' : `: ${verify}`;
      message = `[${library}: ${reason}] ${words}${why} ${place}`;
    } else if (library !== null) message = `[${library}] ${words} ${place}`;
    const args = capi.tupleOf(capi.fromNumber(number), capi.strOf(message));
    const exception = args === 0 ? 0 : capi.PyObject_CallObject(type, args);
    if (args !== 0) capi.Py_DecRef(args);
    if (exception === 0) return 0;
    setAttribute(exception, 'reason', orNone(reason));
    setAttribute(exception, 'library', orNone(library));
    if (refused !== undefined) {
      setAttribute(exception, 'verify_code', capi.fromNumber(code));
      setAttribute(exception, 'verify_message', orNone(verify));
    }
    capi.PyErr_SetObject(type, exception);
    capi.Py_DecRef(exception);
    return 0;
  }

  return fill_and_set_sslerror;
}
