/** posixmodule.c: parse_arglist, parse_envlist, path_converter: what a program is started with. */
import type { Bridge } from '../../bridge.ts';
import { type CApi, type PyObject, RAISED } from '../../capi/index.ts';
import { rawAddress, rawFunction } from '../../wasm/emscripten.ts';

const EQUALS = 0x3d;

type Sequences = ReturnType<typeof createSequences>;

/** Sequences, and the bytes of path-like objects. Failures are thrown. */
function createSequences(capi: CApi) {
  const PyList_Type = rawAddress(capi.module, 'PyList_Type');

  function refuse(type: string, message: string): never {
    capi.raise(type, message);
    throw RAISED;
  }

  const found = <T>(value: T | null): T => {
    if (value === null || value === (0 as T)) throw RAISED;
    return value;
  };

  const isList = (o: PyObject): boolean => capi.PyType_IsSubtype(capi.Py_TYPE(o), PyList_Type) !== 0;

  /** The bytes of a path-like object, without a NUL in them. */
  function fsBytes(o: PyObject): Uint8Array {
    const converted = found(capi.PyUnicode_FSConverter(o));
    const bytes = found(capi.bytesFrom(converted));
    capi.Py_DecRef(converted);
    return bytes;
  }

  /** What each item of a sequence gives. The items are borrowed. */
  function each<T>(sequence: PyObject, item: (o: PyObject) => T): T[] {
    const size = capi.PySequence_Size(sequence);
    if (size < 0) throw RAISED;
    const items: T[] = [];
    for (let index = 0; index < size; index++) {
      const o = found(capi.PySequence_GetItem(sequence, index));
      try {
        items.push(item(o));
      } finally {
        capi.Py_DecRef(o);
      }
    }
    return items;
  }

  return { refuse, found, isList, fsBytes, each };
}

function signalSets({ capi, parsers }: Pick<Bridge, 'capi' | 'parsers'>, { refuse, found }: Sequences) {
  const { memory, module } = capi;

  /** A set of signals (_Py_Sigset_Converter), as 64 bits. */
  function signals(o: PyObject): bigint {
    const getIter = rawFunction(module, 'PyObject_GetIter');
    const next = rawFunction(module, 'PyIter_Next');
    const iterator = found(getIter(o));
    let set = 0n;
    try {
      for (let item = next(iterator); item !== 0; item = next(iterator)) {
        const number = signalNumber(item);
        capi.Py_DecRef(item);
        set |= 1n << BigInt(number - 1);
      }
      if (capi.PyErr_Occurred() !== 0) throw RAISED;
    } finally {
      capi.Py_DecRef(iterator);
    }
    return set;
  }

  function signalNumber(o: PyObject): number {
    const size = parsers.asSize(o);
    if (size === null && capi.PyErr_ExceptionMatches(capi.PyExc('OverflowError')) === 0) throw RAISED;
    if (size === null) capi.PyErr_Clear();
    const number = size ?? -1;
    if (number < 1 || number > 64) refuse('ValueError', `signal number ${number} out of range [1; 64]`);
    if (number === 32 || number === 33) {
      const message = memory.literal(`invalid signal number ${number}, please use valid_signals()`);
      if (capi.PyErr_WarnEx(capi.PyExc('RuntimeWarning'), message, 1) < 0) throw RAISED;
    }
    return number;
  }

  return signals;
}

export type ProgramArguments = ReturnType<typeof createProgramArguments>;

/** Each function throws RAISED with a Python exception set. */
export function createProgramArguments(bridge: Pick<Bridge, 'capi' | 'parsers'>) {
  const { capi } = bridge;
  const { module, memory } = capi;
  const sequences = createSequences(capi);
  const { refuse, found, isList, fsBytes, each } = sequences;
  const isMapping = rawFunction(module, 'PyMapping_Check');
  const mappingKeys = rawFunction(module, 'PyMapping_Keys');
  const mappingValues = rawFunction(module, 'PyMapping_Values');
  const asList = rawFunction(module, 'PySequence_List');

  function path(name: string, o: PyObject, kinds = 'string, bytes or os.PathLike'): Uint8Array {
    const isText = capi.PyUnicode_Check(o) || capi.PyBytes_Check(o);
    if (!isText && capi.PyObject_HasAttrString(o, memory.literal('__fspath__')) === 0) {
      return refuse('TypeError', `${name}: path should be ${kinds}, not ${capi.tp_name(capi.Py_TYPE(o))}`);
    }
    const converted = capi.PyUnicode_FSConverter(o);
    if (converted !== 0) {
      const bytes = found(capi.bytesFrom(converted));
      capi.Py_DecRef(converted);
      return bytes;
    }
    const isNul = capi.PyErr_ExceptionMatches(capi.PyExc('ValueError')) !== 0;
    const isEncoding = capi.PyErr_ExceptionMatches(capi.PyExc('UnicodeError')) !== 0;
    if (!isNul || isEncoding) throw RAISED;
    capi.PyErr_Clear();
    return refuse('ValueError', `${name}: embedded null character in path`);
  }

  /** `messages`: for what is no list, for an empty one, and for an empty first item. */
  function argv(o: PyObject, messages: readonly [string, string, string]): Uint8Array[] {
    const [notList, empty, emptyFirst] = messages;
    if (!isList(o) && !capi.PyTuple_Check(o)) refuse('TypeError', notList);
    if (capi.PySequence_Size(o) < 1) refuse('ValueError', empty);
    const strings = each(o, fsBytes);
    if (strings[0]?.length === 0) refuse('ValueError', emptyFirst);
    return strings;
  }

  /** A copy of a list of the mapping's: what converts its items may empty the list. */
  function copied(list: PyObject): PyObject {
    if (list === 0) throw RAISED;
    try {
      if (!isList(list)) refuse('TypeError', 'env.keys() or env.values() is not a list');
      return found(asList(list));
    } finally {
      capi.Py_DecRef(list);
    }
  }

  function environment(o: PyObject): Uint8Array[] {
    const keys = copied(mappingKeys(o));
    let values = 0;
    try {
      values = copied(mappingValues(o));
      const names = each(keys, (key) => key);
      return names.map((key, index) => {
        const name = fsBytes(key);
        const value = found(capi.PySequence_GetItem(values, index));
        const bytes = fsBytes(value);
        capi.Py_DecRef(value);
        if (name.length === 0 || name.indexOf(EQUALS, 1) > 0 || name[0] === EQUALS) {
          refuse('ValueError', 'illegal environment variable name');
        }
        return Uint8Array.from([...name, EQUALS, ...bytes]);
      });
    } finally {
      capi.Py_DecRef(keys);
      if (values !== 0) capi.Py_DecRef(values);
    }
  }

  return {
    refuse,
    found,
    fsBytes,
    each,
    path,
    argv,
    environment,
    signals: signalSets(bridge, sequences),
    isMapping: (o: PyObject): boolean => isMapping(o) !== 0,
  };
}
