/** mmapmodule.c: mmap_mmap_flush_impl */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { size } from '../../capi/clinic/converters.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { none } from '../builtin.ts';
import { ACCESS_DEFAULT, ACCESS_WRITE, checkValid, mmapObject } from './object.ts';

const place = (parameter: string) => ({ function: 'flush', parameter });

/** `flush([offset[, size]])`, as METH_FASTCALL passes it. sic: without a size the whole length is meant, whatever the offset. */
export function flush(bridge: Bridge, self: PyObject, args: Pointer, count: number): PyObject {
  const { capi, hostMemory } = bridge;
  const { memory } = capi;
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  if (checkPositional(memory.literal('flush'), count, 0, 2) === 0) return 0;
  const at = (index: number): PyObject => (index < count ? memory.uint32(args + index * 4) : 0);
  const offset = at(0) === 0 ? 0 : size.convert(bridge, at(0), place('offset'));
  const isWhole = at(1) === 0 || at(1) === capi.Py_None;
  const given = isWhole ? 0 : size.convert(bridge, at(1), place('size'));
  const object = mmapObject(capi, self);
  checkValid(capi, object);
  const length = isWhole ? object.size : given;
  if (offset < 0 || length < 0 || offset + length > object.size) {
    return capi.raise('ValueError', 'flush values out of range');
  }
  if (object.access !== ACCESS_WRITE && object.access !== ACCESS_DEFAULT) return capi.none();
  return none(bridge, sys.msync(hostMemory.address(object.data + offset), length, constants.MS_SYNC));
}
