/** _ssl.c: SSL errors: what OpenSSL has failed with, as Python's exceptions. */
import { openssl } from '@pysock/host';
import { rawFunction } from '../../wasm/emscripten.ts';
import { classify } from './error-kinds.ts';
import { createErrorObjects, Line } from './error-objects.ts';
import type { Connection } from './objects.ts';
import type { SslState } from './state.ts';

export { Line } from './error-objects.ts';

export type SslErrors = ReturnType<typeof createSslErrors>;

export function createSslErrors(ssl: SslState) {
  const { bridge, exceptions } = ssl;
  const { capi, errors } = bridge;
  const fill_and_set_sslerror = createErrorObjects(ssl);
  const chainExceptions = rawFunction(capi.module, '_PyErr_ChainExceptions1');

  /** _ssl.c: _setSSLError: the newest error of the queue, or a text of our own. Answers 0. */
  function setSSLError(text: string | null = null, line: number = Line.other): 0 {
    const error = text === null ? openssl.ERR_peek_last_error() : 0;
    fill_and_set_sslerror(exceptions.SSLError, openssl.ERR_GET_REASON(error), text, { error, line });
    openssl.ERR_clear_error();
    return 0;
  }

  /** `PyErr_SetString(PySSLErrorObject, text)`. Answers 0. */
  function raiseSSLError(text: string): 0 {
    const message = capi.strOf(text);
    if (message !== 0) {
      capi.PyErr_SetObject(exceptions.SSLError, message);
      capi.Py_DecRef(message);
    }
    return 0;
  }

  /** _ssl.c: PySSL_ChainExceptions: raises what a callback has raised, as the context of what is set. False when there was such. */
  function chain(connection: Connection): boolean {
    const { exc } = connection;
    if (exc === 0) return true;
    connection.exc = 0;
    chainExceptions(exc);
    return false;
  }

  /** _ssl.c: PySSL_SetError: what the connection's last call has failed of. Answers 0. */
  function setError(connection: Connection, line: number): 0 {
    const { err } = connection;
    const kind = classify(exceptions, err);
    if (kind === 'errno') errors.setErrno(err.errno);
    else if (kind === 'system') errors.setErrno(openssl.ERR_GET_REASON(err.error));
    else {
      const [type, number, text] = kind;
      const isRefused = type === exceptions.SSLCertVerificationError;
      fill_and_set_sslerror(type, number, text, {
        error: err.error,
        line,
        refused: isRefused ? connection : undefined,
      });
    }
    openssl.ERR_clear_error();
    chain(connection);
    return 0;
  }

  return { setError, setSSLError, raiseSSLError, chain };
}
