/** Paths of files for OpenSSL, and what loading one has failed of. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { createSslErrors } from './errors.ts';
import type { SslState } from './state.ts';

export function createPaths(ssl: SslState) {
  const { capi, errors: osErrors, hostMemory } = ssl.bridge;
  const errors = createSslErrors(ssl);

  /** The path's bytes as a Python object, 0 for None; null with an exception set. */
  function pathOf(o: PyObject, name: string): PyObject | null {
    if (o === capi.Py_None) return 0;
    const path = capi.PyUnicode_FSConverter(o);
    if (path !== 0) return path;
    if (capi.PyErr_ExceptionMatches(capi.PyExc('TypeError')) !== 0) {
      capi.PyErr_Clear();
      capi.raise('TypeError', `${name} should be a valid filesystem path`);
    }
    return null;
  }

  const release = (o: PyObject | null): void => {
    if (o !== null && o !== 0) capi.Py_DecRef(o);
  };
  const addressOf = (path: PyObject): number => (path === 0 ? 0 : hostMemory.address(capi.PyBytes_AS_STRING(path)));

  /** What loading a file has failed of: the system's error where there is one, else OpenSSL's. Answers 0. */
  function setLoadError(line: number): 0 {
    const errno = openssl.systemError();
    if (errno === 0) return errors.setSSLError(null, line);
    openssl.ERR_clear_error();
    return osErrors.setErrno(errno);
  }

  return { pathOf, release, addressOf, setLoadError };
}
