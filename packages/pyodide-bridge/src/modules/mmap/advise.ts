/** mmapmodule.c: mmap_mmap_madvise_impl */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { int, size } from '../../capi/clinic/converters.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { none } from '../builtin.ts';
import { checkValid, mmapObject } from './object.ts';

/** This interpreter's `sys.maxsize`, which programs mean by as much as there is. */
const PY_SSIZE_T_MAX = 2 ** 31 - 1;

const place = (parameter: string) => ({ function: 'madvise', parameter });

/** `madvise(option[, start[, length]])`, as METH_FASTCALL passes it. */
export function advise(bridge: Bridge, self: PyObject, args: Pointer, count: number): PyObject {
  const { capi, hostMemory } = bridge;
  const { memory } = capi;
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  if (checkPositional(memory.literal('madvise'), count, 1, 3) === 0) return 0;
  const at = (index: number): PyObject => (index < count ? memory.uint32(args + index * 4) : 0);
  const option = int.convert(bridge, at(0), place('option'));
  const start = at(1) === 0 ? 0 : size.convert(bridge, at(1), place('start'));
  const object = mmapObject(capi, self);
  checkValid(capi, object);
  const isWhole = at(2) === 0 || at(2) === capi.Py_None;
  const length = isWhole ? object.size : size.convert(bridge, at(2), place('length'));
  if (start < 0 || start >= object.size) return capi.raise('ValueError', 'madvise start out of bounds');
  if (length < 0) return capi.raise('ValueError', 'madvise length invalid');
  if (start + length > PY_SSIZE_T_MAX) return capi.raise('OverflowError', 'madvise length too large');
  checkValid(capi, object);
  const within = Math.min(length, object.size - start);
  return none(bridge, sys.madvise(hostMemory.address(object.data + start), within, option));
}
