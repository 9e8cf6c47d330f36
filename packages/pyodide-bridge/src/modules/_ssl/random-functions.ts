/** _ssl.c: random numbers. */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';

/** `raiseSSLError` sets an SSLError with a text, and returns 0. */
export function randomFunctions(bridge: Bridge, raiseSSLError: (message: string) => 0): MethodDef[] {
  const { capi, hostMemory, parsers } = bridge;
  const parseBuffer = parsers.positional('y*:RAND_add');

  function RAND_bytes(_module: PyObject, o: PyObject): PyObject {
    const size = parsers.PyLong_AsInt(o);
    if (size === null) return 0;
    if (size < 0) return capi.raise('ValueError', 'num must be positive');
    const bytes = capi.PyBytes_FromStringAndSize(0, size);
    if (bytes === 0 || openssl.RAND_bytes(hostMemory.address(capi.PyBytes_AS_STRING(bytes)), size)) return bytes;
    capi.Py_DecRef(bytes);
    return raiseSSLError('the random number generator has failed');
  }

  function RAND_add(_module: PyObject, args: number, count: number): PyObject {
    if (count !== 2) return capi.raise('TypeError', `RAND_add expected 2 arguments, got ${count}`);
    const o = capi.memory.uint32(args);
    const encoded = capi.PyUnicode_Check(o) ? capi.PyUnicode_AsEncodedString(o, 0, 0) : capi.newRef(o);
    if (encoded === 0) return 0;
    const parsed = capi.memory.withArguments([encoded], (list) => parseBuffer(list, 1));
    capi.Py_DecRef(encoded);
    if (parsed === null) return 0;
    const data = parsed[0] as BorrowedBuffer;
    const entropy = capi.PyFloat_AsDouble(capi.memory.uint32(args + 4));
    const isNumber = entropy !== -1 || capi.PyErr_Occurred() === 0;
    if (isNumber) openssl.RAND_add(hostMemory.address(data.pointer), data.length, entropy);
    capi.release(data);
    return isNumber ? capi.none() : 0;
  }

  return [
    oneArg('RAND_bytes', RAND_bytes, 'RAND_bytes($module, n, /)\n--\n\nn random bytes, fit for cryptography.'),
    fastCall(
      'RAND_add',
      RAND_add,
      'RAND_add($module, string, entropy, /)\n--\n\nMix a string into the random number generator. entropy, a float, says how many bytes of\nit nobody knows at least.',
    ),
    noArgs(
      'RAND_status',
      () => capi.PyBool_FromLong(openssl.RAND_status()),
      'RAND_status($module, /)\n--\n\nWhether the random number generator has been seeded.',
    ),
  ];
}
