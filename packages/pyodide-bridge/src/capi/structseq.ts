/** Include/structseq.h */
import { rawFunction } from '../wasm/emscripten.ts';
import type { CApi, PyObject } from './index.ts';

/** A field's name and what it means. */
export type StructField = readonly [name: string, doc?: string];

export interface StructOptions {
  readonly doc?: string;
  /** How many fields the tuple has; the others are attributes only. All when absent. */
  readonly inSequence?: number;
}

/** `PyStructSequence_NewType`: a new reference. The texts stay. */
export function newStructType(
  { memory, module }: CApi,
  name: string,
  fields: readonly StructField[],
  { doc, inSequence = fields.length }: StructOptions = {},
): PyObject {
  const text = (words: string | undefined): number => (words === undefined ? 0 : memory.cString(words));
  const rows = memory.malloc((fields.length + 1) * 8);
  module.HEAPU32.set([...fields.flatMap(([field, words]) => [text(field), text(words)]), 0, 0], rows >>> 2);
  const description = memory.malloc(16);
  module.HEAPU32.set([text(name), text(doc), rows, inSequence], description >>> 2);
  return rawFunction(module, 'PyStructSequence_NewType')(description);
}

/** A new struct sequence of a type, which takes the items' references over. An item 0 stands for an exception. */
export function newStruct(capi: CApi, type: PyObject, items: readonly PyObject[]): PyObject {
  const { module } = capi;
  const struct = items.includes(0) ? 0 : rawFunction(module, 'PyStructSequence_New')(type);
  if (struct === 0) {
    for (const item of items) if (item !== 0) capi.Py_DecRef(item);
    return 0;
  }
  const set = rawFunction(module, 'PyStructSequence_SetItem');
  for (const [index, item] of items.entries()) set(struct, index, item);
  return struct;
}
