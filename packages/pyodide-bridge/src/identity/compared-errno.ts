/**
 * The numbers of OSErrors that C compares with its own EINTR (bufferedio.c: _PyIO_trap_eintr, which then calls again).
 *
 * The field of the object has what C is to see, `OSError.errno` and `str()` what Python is: Linux's EINTR counts as the guest's,
 * and Linux's EFBIG, which has the guest's number of EINTR, does not. Else a flush to a full file would be tried for ever.
 */
import { constants } from '@pysock/host';
import type { Pointer, PyObject } from '../capi/index.ts';
import { Slot } from '../capi/methodobject.ts';
import { once, rawFunction, remembered } from '../wasm/emscripten.ts';
import type { IdentityContext } from './context.ts';

/** As far behind an object's address as `PyOSErrorObject.myerrno` may be looked for. */
const HEAD = 128;

/** Replaces the number of an OSError that was just made, where C would take it for another. */
export type MarkErrno = (error: PyObject) => void;

export function createComparedErrno({ capi, define, errno }: IdentityContext): MarkErrno {
  const { memory, module } = capi;
  const OSError = capi.PyExc('OSError');

  /** exceptions.c: where `myerrno` lies in a PyOSErrorObject. It is found, as versions of CPython differ. */
  const myerrno = remembered(module, () => {
    const number = capi.PyLong_FromLong(constants.EPERM);
    const args = capi.tupleOf(number, capi.strOf(''));
    const error = capi.PyObject_CallObject(OSError, args);
    const found = module.HEAPU32.subarray(error >>> 2, (error + HEAD) >>> 2).indexOf(number) * 4;
    capi.Py_DecRef(error);
    capi.Py_DecRef(args);
    return found;
  });

  const shown = new Map<PyObject, number>();
  const text = (self = 0): PyObject => capi.strOf(String(shown.get(self)));
  const int = define.PyType_FromModuleAndSpec(0, {
    name: 'int',
    basicsize: 0,
    flags: 0,
    base: capi.PyLong_Type,
    functions: [
      [Slot.tp_repr, 'ii', text],
      [Slot.tp_str, 'ii', text],
    ],
  });
  /** By the int that Python has, the one for C. Small ints are there once, and immortal. */
  const compared = new Map<PyObject, PyObject>();
  for (const number of [constants.EINTR, constants.EFBIG] as number[]) {
    const guest = capi.PyLong_FromLong(errno.guest(number));
    const o = capi.PyObject_CallOneArg(int, guest);
    compared.set(capi.PyLong_FromLong(number), o);
    shown.set(o, number);
  }

  function mark(error: PyObject): void {
    const word = (error + myerrno) >>> 2;
    const o = compared.get(module.HEAPU32[word] as number);
    if (o !== undefined) module.HEAPU32[word] = capi.newRef(o);
  }

  const get = (error = 0): PyObject => {
    const o = memory.uint32(error + myerrno);
    const number = shown.get(o);
    if (number !== undefined) return capi.PyLong_FromLong(number);
    return o === 0 ? capi.none() : capi.newRef(o);
  };
  const set = (error = 0, value = 0): number => {
    const before = memory.uint32(error + myerrno);
    memory.setInt32(error + myerrno, value === 0 ? 0 : capi.newRef(value));
    if (before !== 0) capi.Py_DecRef(before);
    mark(error);
    return 0;
  };
  const row: Pointer = memory.malloc(20);
  const [getter, setter] = [module.addFunction(get, 'iii'), module.addFunction(set, 'iiii')];
  const name = memory.literal('errno');
  const doc = memory.literal('POSIX exception code');
  once(module, () => {
    module.HEAPU32.set([name, getter, setter, doc, 0], row >>> 2);
    const descriptor = rawFunction(module, 'PyDescr_NewGetSet')(OSError, row);
    const dict = rawFunction(module, 'PyType_GetDict')(OSError);
    capi.PyDict_SetItemString(dict, name, descriptor);
    rawFunction(module, 'PyType_Modified')(OSError);
  });
  return mark;
}
