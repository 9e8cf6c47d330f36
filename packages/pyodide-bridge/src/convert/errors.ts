/** Failures of the shim, set as Python exceptions with CPython's types and words. */

import { strerror } from '@pysock/host';
import { INTERRUPTED, OSError, TIMED_OUT, UnicodeEncodeError } from '@pysock/socket-shim/internals';
import { type CApi, type PyObject, RAISED } from '../capi/index.ts';
import type { ErrnoMap } from '../identity/errno.ts';

export type ErrorSetter = ReturnType<typeof createErrorSetter>;

export function createErrorSetter(capi: CApi, errno: ErrnoMap) {
  /** Exception types that are not built in, by their Python name: gaierror, herror. */
  const types = new Map<string, PyObject>();

  function setPair(type: PyObject, number: number, text: string): 0 {
    const args = capi.tupleOf(capi.PyLong_FromLong(number), capi.strOf(text));
    if (args !== 0) {
      capi.PyErr_SetObject(type, args);
      capi.Py_DecRef(args);
    }
    return 0;
  }

  /** `PyErr_SetFromErrno(PyExc_OSError)` for a host errno: the subclass that CPython would choose, and the host's text. */
  function setErrno(host: number): 0 {
    return setPair(capi.PyExc('OSError'), errno.shown(host), strerror(host));
  }

  /** `PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, filename)` for a host errno. The filename is borrowed. */
  function setErrnoWithFilename(host: number, filename: PyObject): 0 {
    const args = capi.tupleOf(
      capi.PyLong_FromLong(errno.shown(host)),
      capi.strOf(strerror(host)),
      capi.newRef(filename),
    );
    if (args !== 0) {
      capi.PyErr_SetObject(capi.PyExc('OSError'), args);
      capi.Py_DecRef(args);
    }
    return 0;
  }

  /** Sets what a negative result of the shim stands for. Answers 0, what a C function answers then. */
  function setResult(result: number): 0 {
    if (result === INTERRUPTED || result === RAISED) return 0;
    if (result === TIMED_OUT) return capi.raise('TimeoutError', 'timed out');
    return setErrno(-result);
  }

  function setEncodeError({ encoding, object, start, end, reason }: UnicodeEncodeError): void {
    const args = capi.tupleOf(
      capi.strOf(encoding),
      capi.strWithSurrogates(object),
      capi.PyLong_FromLong(start),
      capi.PyLong_FromLong(end),
      capi.strOf(reason),
    );
    if (args === 0) return;
    capi.PyErr_SetObject(capi.PyExc('UnicodeEncodeError'), args);
    capi.Py_DecRef(args);
  }

  /** Sets what the shim threw. An error that no Python exception is meant by is a defect: SystemError says so. */
  function setThrown(error: unknown): void {
    if (error === RAISED) return;
    if (!(error instanceof Error)) {
      capi.raise('SystemError', `JavaScript threw ${String(error)}`);
      return;
    }
    const type = types.get(error.name);
    if (error instanceof OSError && typeof error.errno === 'number') {
      if (type !== undefined) setPair(type, error.errno, error.strerror ?? '');
      else setErrno(error.errno);
    } else if (error instanceof UnicodeEncodeError) setEncodeError(error);
    else if (type === undefined && !builtin.has(error.name)) {
      capi.raise('SystemError', error.stack ?? String(error));
    } else capi.raise(error.name, error.message);
  }

  return { types, setErrno, setErrnoWithFilename, setResult, setThrown };
}

/** The built-in exceptions that the shim throws by name. */
const builtin = new Set([
  'TypeError',
  'ValueError',
  'OverflowError',
  'OSError',
  'TimeoutError',
  'UnicodeError',
  'RuntimeError',
  'SystemError',
]);
