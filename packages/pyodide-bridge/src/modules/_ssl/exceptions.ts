/** _ssl.c: sslmodule_init_errorobject */
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { Py_TPFLAGS_BASETYPE, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { SslState } from './state.ts';

const SUBCLASSES = {
  SSLZeroReturnError: 'The other side has ended the TLS session as it should.',
  SSLWantReadError: 'The operation needs more data from a non-blocking socket before it can go on.',
  SSLWantWriteError: 'The operation needs to send more than a non-blocking socket takes before it can go on.',
  SSLSyscallError: 'A system call failed below TLS.',
  SSLEOFError: 'The connection ended in the middle of a TLS session.',
} as const;

export type SslExceptions = SslState['exceptions'];

export function createExceptions({ capi, define }: Bridge, owner: PyObject): SslExceptions {
  const { literal } = capi.memory;
  const newException = rawFunction(capi.module, 'PyErr_NewExceptionWithDoc');

  /** _ssl.c: SSLError_str: the text, where there is one, without the number. */
  function SSLError_str(self: PyObject): PyObject {
    const strerror = capi.PyObject_GetAttrString(self, literal('strerror'));
    if (strerror === 0 || capi.PyUnicode_Check(strerror)) return strerror;
    capi.Py_DecRef(strerror);
    const args = capi.PyObject_GetAttrString(self, literal('args'));
    if (args === 0) return 0;
    const text = capi.PyObject_Str(args);
    capi.Py_DecRef(args);
    return text;
  }

  const SSLError = define.PyType_FromModuleAndSpec(owner, {
    name: 'ssl.SSLError',
    basicsize: 0,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    base: capi.PyExc('OSError'),
    functions: [[Slot.tp_str, 'ii', SSLError_str as (...args: number[]) => number]],
    doc: 'What TLS has failed with.',
  });
  const subclass = (name: string, bases: PyObject, doc: string): PyObject =>
    newException(literal(`ssl.${name}`), literal(doc), bases, 0);
  const both = capi.tupleOf(capi.newRef(SSLError), capi.newRef(capi.PyExc('ValueError')));
  const exceptions = {
    SSLError,
    SSLCertVerificationError: subclass('SSLCertVerificationError', both, 'A certificate was not accepted.'),
    ...Object.fromEntries(Object.entries(SUBCLASSES).map(([name, doc]) => [name, subclass(name, SSLError, doc)])),
  };
  capi.Py_DecRef(both);
  return exceptions as SslExceptions;
}
