/** Include/pyerrors.h, Include/warnings.h, Include/sysmodule.h */
import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import type { Memory } from '../wasm/memory.ts';

/** The most arguments that an audit event of ours has. */
const MOST_AUDITED = 8;

export function createErrors(module: EmscriptenModule, memory: Memory) {
  const fn = (name: string) => rawFunction(module, name);
  const setString = fn('PyErr_SetString');
  const resourceWarning = fn('PyErr_ResourceWarning');
  const formatUnraisable = fn('PyErr_FormatUnraisable');
  const audit = fn('PySys_Audit');
  const audited = memory.malloc(MOST_AUDITED * 4);
  const exceptions = new Map<string, PyObject>();

  /** A built-in exception type by name (borrowed). */
  function PyExc(name: string): PyObject {
    let type = exceptions.get(name);
    if (type === undefined) {
      type = memory.uint32(rawAddress(module, `PyExc_${name}`));
      exceptions.set(name, type);
    }
    return type;
  }

  return {
    PyExc,
    PyErr_SetObject: fn('PyErr_SetObject') as (type: PyObject, value: PyObject) => void,
    PyErr_SetNone: fn('PyErr_SetNone') as (type: PyObject) => void,
    PyErr_SetFromErrno: fn('PyErr_SetFromErrno') as (type: PyObject) => PyObject,
    PyErr_Clear: fn('PyErr_Clear') as () => void,
    /** Borrowed type of the exception that is set, or 0. */
    PyErr_Occurred: fn('PyErr_Occurred') as () => PyObject,
    PyErr_ExceptionMatches: fn('PyErr_ExceptionMatches') as (type: PyObject) => number,
    PyErr_GetRaisedException: fn('PyErr_GetRaisedException') as () => PyObject,
    PyErr_SetRaisedException: fn('PyErr_SetRaisedException') as (exception: PyObject) => void,
    PyErr_CheckSignals: fn('PyErr_CheckSignals') as () => number,
    PyErr_NoMemory: fn('PyErr_NoMemory') as () => PyObject,
    PyErr_WriteUnraisable: fn('PyErr_WriteUnraisable') as (o: PyObject) => void,
    PyErr_WarnEx: fn('PyErr_WarnEx') as (category: PyObject, message: Pointer, level: number) => number,
    PyErr_NewException: fn('PyErr_NewException') as (name: Pointer, base: PyObject, dict: PyObject) => PyObject,
    /** Sets a built-in exception with a message. Answers 0, what a C function answers then. */
    raise(name: string, message: string): 0 {
      memory.withCString(message, (pointer) => setString(PyExc(name), pointer));
      return 0;
    },
    /** `PyErr_ResourceWarning(o, 1, "... %R", o)` */
    resourceWarning: (o: PyObject, format: string): number =>
      memory.withArguments([o], (list) => resourceWarning(o, 1, memory.literal(format), list)),
    formatUnraisable(format: string, o: PyObject): void {
      memory.withArguments([o], (list) => formatUnraisable(memory.literal(format), list));
    },
    /** `PySys_Audit`: words are what the format's letters take (O: object, i: int, s: C string). False when a hook raised. */
    audit(event: string, format: string, ...words: number[]): boolean {
      const { HEAP32 } = module;
      // One list is enough: C has read it before a hook can run.
      for (let index = 0; index < words.length; index++) HEAP32[(audited >> 2) + index] = words[index] as number;
      return audit(memory.literal(event), format === '' ? 0 : memory.literal(format), audited) >= 0;
    },
  };
}
