/**
 * Where fields of CPython's structures lie in the guest, and bits of theirs: all that is not public C API. The numbers are those
 * of the versions below; `checkLayout` compares them with what the running interpreter says of itself.
 */
import { type EmscriptenModule, type Pointer, rawAddress } from '../wasm/emscripten.ts';

/** PY_VERSION_HEX, and the Pyodide that has it. */
export const EXPECTED = { cpython: 0x030e02f0, pyodide: '314.0.7' } as const;

/** Include/object.h */
export const PyObjectHead = { ob_type: 4, sizeof: 8 } as const;
export const PyVarObject = { ob_size: 8 } as const;
/** Include/cpython/object.h */
export const PyTypeObject = {
  tp_name: 12,
  tp_dealloc: 24,
  tp_flags: 84,
  tp_iternext: 112,
  tp_init: 148,
  tp_new: 156,
} as const;
/** Include/descrobject.h: PyMethodDescrObject */
export const PyDescr = { d_type: 8, d_method: 20 } as const;
/** Include/cpython/descrobject.h: PyWrapperDescrObject */
export const PyWrapperDescrObject = { d_wrapped: 24 } as const;
/** Modules/_sqlite/connection.h, cursor.h, blob.h */
export const pysqlite_Connection = { check_same_thread: 28 } as const;
export const pysqlite_Cursor = { connection: 8 } as const;
/** Modules/mmapmodule.c: mmap_object */
export const PyMmapObject = {
  data: 8,
  size: 12,
  offset: 24,
  exports: 32,
  fd: 36,
  trackfd: 40,
  flags: 44,
  access: 52,
} as const;
/** Include/cpython/tupleobject.h, bytesobject.h */
export const PyTupleObject = { ob_item: 16 } as const;
export const PyBytesObject = { ob_sval: 16 } as const;
/** Include/cpython/longintrepr.h: `lv_tag` is the number of digits, above three bits; two of these are the sign: 0 is plus, 1 zero, 2 minus. */
export const PyLongObject = { lv_tag: 8, ob_digit: 12, sizeof: 16, NON_SIZE_BITS: 3, SIGN_MASK: 3 } as const;
/** Include/pybuffer.h */
export const PyBuffer = { buf: 0, len: 8, sizeof: 44 } as const;
/** Include/moduleobject.h */
export const PyModuleDef = { m_name: 20, m_slots: 36, sizeof: 52 } as const;
export const PyModuleDefSlot = { slot: 0, value: 4, sizeof: 8, Py_mod_exec: 2 } as const;
/** Include/cpython/import.h: struct _inittab */
export const Inittab = { name: 0, initfunc: 4, sizeof: 8 } as const;
/** Include/methodobject.h */
export const PyMethodDef = { ml_name: 0, ml_meth: 4, ml_flags: 8, ml_doc: 12, sizeof: 16 } as const;
/** Modules/_struct.c: formatdef */
export const FormatDef = { format: 0, size: 4, alignment: 8, unpack: 12, pack: 16, sizeof: 20 } as const;
/** Modules/arraymodule.c: struct arraydescr */
export const ArrayDescr = { typecode: 0, itemsize: 4, setitem: 12, sizeof: 32 } as const;
/** Include/cpython/descrobject.h, Include/cpython/methodobject.h */
export const PyMethodDescrObject = { d_method: 20 } as const;
export const PyCFunctionObject = { m_ml: 8, m_self: 12 } as const;
/** Include/cpython/initconfig.h. Of PyConfig, more than it takes. */
export const PyStatus = { _type: 0, func: 4, err_msg: 8, exitcode: 12, sizeof: 16 } as const;
export const SIZEOF_PYCONFIG = 4096;
/** Include/cpython/pystate.h */
export const PyThreadState = {
  eval_breaker: 12,
  current_frame: 52,
  c_profilefunc: 56,
  c_tracefunc: 60,
  dict: 80,
  async_exc: 88,
  thread_id: 92,
  context: 120,
  context_ver: 128,
  threading_local_key: 176,
  threading_local_sentinel: 180,
} as const;
/** Include/internal/pycore_runtime_structs.h: `_PyRuntime.preconfig.utf8_mode`, which only `io.text_encoding` reads. */
export const _PyRuntimeState = { utf8_mode: 5720 } as const;
/** Include/internal/pycore_ceval.h: a bit of `eval_breaker`. */
export const _PY_SIGNALS_PENDING_BIT = 1 << 1;
/** Include/internal/pycore_interpframe_structs.h */
export const InterpreterFrame = {
  f_executable: 0,
  previous: 4,
  instr_ptr: 28,
  stackpointer: 32,
  return_offset: 36,
  owner: 38,
  localsplus: 40,
  FRAME_OWNED_BY_GENERATOR: 1,
  FRAME_OWNED_BY_INTERPRETER: 3,
} as const;
/** Include/internal/pycore_stackref.h: a reference that counts has this bit clear; NULL is the bit alone. */
export const Py_TAG_REFCNT = 1;
/** A generator's frame lies in it, right behind its state: below 0 when it has yielded. */
export const GeneratorFrame = { frame_state: -1 } as const;
/** Include/cpython/code.h, Include/opcode_ids.h: sizes in bytes with the caches, and which instructions are forms of which. */
export const CodeUnit = { sizeof: 2 } as const;
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
export const Instructions = {
  CALL: { codes: [52, 250, ...range(143, 150), ...range(154, 165)], size: 8 },
  CALL_KW: { codes: [55, 251, 151, 152, 153], size: 8 },
  CALL_FUNCTION_EX: { codes: [4, 252], size: 2 },
  FOR_ITER: { codes: [70, 237, ...range(171, 174)], size: 4 },
  SEND: { codes: [106, 197], size: 4 },
} as const;
/**
 * Include/internal/pycore_runtime_structs.h: `_PyRuntime.signals`: handlers, one a signal; then the wakeup descriptor and its
 * option, and `is_tripped`.
 */
export const SignalsState = { tripped: 0, func: 4, sizeof: 8, fromLastFuncToIsTripped: 12 } as const;

/**
 * Include/internal/pycore_debug_offsets.h: `_PyRuntime` begins with a table of 64-bit numbers for debuggers, after eight bytes
 * of text. What of it is the same as above, by its place there.
 */
const COOKIE = 'xdebugpy';
const VERSION = 0;
const DEBUG_OFFSETS: readonly (readonly [what: string, place: number, expected: number])[] = [
  ['free_threaded', 1, 0],
  ['PyThreadState.current_frame', 25, PyThreadState.current_frame],
  ['PyThreadState.thread_id', 26, PyThreadState.thread_id],
  ['_PyInterpreterFrame.previous', 31, InterpreterFrame.previous],
  ['_PyInterpreterFrame.instr_ptr', 33, InterpreterFrame.instr_ptr],
  ['_PyInterpreterFrame.owner', 35, InterpreterFrame.owner],
  ['_PyInterpreterFrame.stackpointer', 36, InterpreterFrame.stackpointer],
  ['sizeof(PyObject)', 49, PyObjectHead.sizeof],
  ['PyObject.ob_type', 50, PyObjectHead.ob_type],
  ['PyTypeObject.tp_name', 52, PyTypeObject.tp_name],
  ['PyTypeObject.tp_flags', 54, PyTypeObject.tp_flags],
  ['PyTupleObject.ob_item', 56, PyTupleObject.ob_item],
  ['PyTupleObject.ob_size', 57, PyVarObject.ob_size],
  ['sizeof(PyLongObject)', 70, PyLongObject.sizeof],
  ['PyLongObject.lv_tag', 71, PyLongObject.lv_tag],
  ['PyLongObject.ob_digit', 72, PyLongObject.ob_digit],
  ['PyBytesObject.ob_size', 74, PyVarObject.ob_size],
  ['PyBytesObject.ob_sval', 75, PyBytesObject.ob_sval],
  ['PyThreadState.eval_breaker', 88, PyThreadState.eval_breaker],
];

const versionText = (hex: number): string => `${hex >>> 24}.${(hex >>> 16) & 0xff}.${(hex >>> 8) & 0xff}`;

/** What differs, in words; empty when nothing does. `table` is where `_PyRuntime` lies. */
export function layoutProblems(memory: Uint8Array, table: Pointer): string[] {
  const view = new DataView(memory.buffer, memory.byteOffset + table);
  const at = (place: number): number => Number(view.getBigUint64((place + 1) * 8, true));
  const cookie = String.fromCharCode(...memory.subarray(table, table + COOKIE.length));
  if (cookie !== COOKIE) return ['it does not describe its structures'];
  // Another minor version has another table.
  if (at(VERSION) >>> 16 !== EXPECTED.cpython >>> 16) return ['its structures are those of another version'];
  return DEBUG_OFFSETS.filter(([, place, expected]) => at(place) !== expected).map(
    ([what, place, expected]) => `${what} is ${at(place)}, not ${expected}`,
  );
}

/**
 * Compares the layout with the running interpreter's.
 *
 * @throws Error names both versions and what differs.
 */
export function checkLayout(module: EmscriptenModule): void {
  const problems = layoutProblems(module.HEAPU8, rawAddress(module, '_PyRuntime'));
  if (problems.length === 0) return;
  const running = versionText(module.HEAPU32[rawAddress(module, 'Py_Version') >>> 2] as number);
  const { API } = module as { readonly API?: { readonly version?: string } };
  throw new Error(
    `pysock is made for CPython ${versionText(EXPECTED.cpython)} (Pyodide ${EXPECTED.pyodide}); ` +
      `this is CPython ${running} (Pyodide ${API?.version ?? 'of an unknown version'}): ${problems.join('; ')}`,
  );
}
