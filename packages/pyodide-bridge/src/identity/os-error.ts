/**
 * OSError with the host's numbers.
 *
 * The guest's C code has numbers of its own, compiled in. Its exceptions are translated where they are made: all of them, and
 * those of OSError's subclasses, go through `OSError_new`, whose place in the function table gets a function of ours.
 */
import { strerror, sys } from '@pysock/host';
import type { Pointer, PyObject } from '../capi/index.ts';
import { PyObjectHead } from '../capi/layout.ts';
import { Slot } from '../capi/methodobject.ts';
import { once, type RawFunction, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import { replaceFunction } from '../wasm/function-table.ts';
import { createComparedErrno } from './compared-errno.ts';
import type { IdentityContext } from './context.ts';

/** bufferedio.c: _set_BlockingIOError. The one text that C gives beside a number and that is not strerror's. */
const WOULD_BLOCK = 'write could not complete without blocking';

/** A text that only the arguments hold has just been made: C's always is, and a constant of a program is not. */
const REFCOUNT_ONE = 1;
/** As far into the interpreter's state as its `errnomap` may lie, in words. */
const SEARCHED = 65536;

/** exceptions.c: what `OSError(number, ...)` is, by the number. */
const SUBCLASSES: Readonly<Record<string, readonly string[]>> = {
  BlockingIOError: ['EAGAIN', 'EALREADY', 'EINPROGRESS', 'EWOULDBLOCK'],
  BrokenPipeError: ['EPIPE', 'ESHUTDOWN'],
  ChildProcessError: ['ECHILD'],
  ConnectionAbortedError: ['ECONNABORTED'],
  ConnectionRefusedError: ['ECONNREFUSED'],
  ConnectionResetError: ['ECONNRESET'],
  FileExistsError: ['EEXIST'],
  FileNotFoundError: ['ENOENT'],
  IsADirectoryError: ['EISDIR'],
  NotADirectoryError: ['ENOTDIR'],
  InterruptedError: ['EINTR'],
  PermissionError: ['EACCES', 'EPERM', 'ENOTCAPABLE'],
  ProcessLookupError: ['ESRCH'],
  TimeoutError: ['ETIMEDOUT'],
};

export function translateOSErrors(context: IdentityContext): void {
  const { capi, define, errno } = context;
  const { memory, module } = capi;
  const OSError = capi.PyExc('OSError');
  const c_strerror = rawFunction(module, 'strerror');
  const place = define.PyType_GetSlot(OSError, Slot.tp_new);
  const OSError_new = module.wasmTable.get(place) as RawFunction;
  const initPlace = define.PyType_GetSlot(OSError, Slot.tp_init);
  const OSError_init = module.wasmTable.get(initPlace) as RawFunction;
  const mark = createComparedErrno(context);
  const texts = new Map<number, string>();
  const wouldBlock = module.ERRNO_CODES.EAGAIN;

  /** The text that strerror gives C for a number of its own. */
  function guestText(number: number): string {
    let text = texts.get(number);
    if (text === undefined) {
      text = memory.stringAt(c_strerror(number));
      texts.set(number, text);
    }
    return text;
  }

  /** The host's text where C made the one given, for this number of its own; null where Python did. */
  function hostText(number: number, o: PyObject): string | null {
    if (capi.Py_TYPE(o) !== capi.PyUnicode_Type) return null;
    const isNew = module.HEAP32[o >> 2] === REFCOUNT_ONE;
    if (!isNew && number !== wouldBlock) return null;
    const text = capi.stringFrom(o);
    if (text === null) capi.PyErr_Clear();
    else if (number === wouldBlock && text === WOULD_BLOCK) return text;
    return isNew && text === guestText(number) ? strerror(errno.host(number)) : null;
  }

  /** The arguments with the host's number and text: a new tuple, or the same one where they are no pair of C's. */
  function translated(args: PyObject): PyObject {
    const size = capi.PyTuple_GET_SIZE(args);
    if (size < 2 || size > 5) return args;
    const number = capi.exactInt(capi.PyTuple_GET_ITEM(args, 0));
    if (number === undefined || number <= 0 || !errno.isGuest(number)) return args;
    const text = hostText(number, capi.PyTuple_GET_ITEM(args, 1));
    if (text === null) return args;
    const items = [capi.PyLong_FromLong(errno.host(number)), capi.strOf(text)];
    for (let index = 2; index < size; index++) items.push(capi.newRef(capi.PyTuple_GET_ITEM(args, index)));
    return capi.tupleOf(...items);
  }

  /** exceptions.c: OSError_new */
  const newTranslated = (type = 0, args = 0, kwds = 0): PyObject => {
    const mine = translated(args);
    if (mine === 0) return 0;
    const self = OSError_new(type, mine, kwds);
    if (mine !== args) capi.Py_DecRef(mine);
    if (self !== 0) mark(self);
    return self;
  };
  /** exceptions.c: OSError_init, which reads the arguments where a subclass has an `__init__` of its own. */
  const initMarked = (self = 0, args = 0, kwds = 0): number => {
    const result = OSError_init(self, args, kwds);
    if (result === 0) mark(self);
    return result;
  };
  replaceFunction(module, place, newTranslated, 'iiii');
  replaceFunction(module, initPlace, initMarked, 'iiii');
  fillErrnoMap(context);
}

/** exceptions.c: the interpreter's `errnomap`, a dict of numbers and types, which `OSError_new` looks into. */
function fillErrnoMap({ capi }: IdentityContext): void {
  const { module } = capi;
  once(module, () => {
    const map = findErrnoMap(module.ERRNO_CODES.ECONNREFUSED as number);
    rawFunction(module, 'PyDict_Clear')(map);
    for (const [name, errors] of Object.entries(SUBCLASSES)) {
      for (const error of errors) {
        const number = sys.errnoByName(error);
        if (number === undefined) continue;
        const key = capi.PyLong_FromLong(number);
        capi.PyDict_SetItem(map, key, capi.PyExc(name));
        capi.Py_DecRef(key);
      }
    }
  });

  function findErrnoMap(refused: number): PyObject {
    const PyDict_GetItem = rawFunction(module, 'PyDict_GetItem');
    const dict = rawAddress(module, 'PyDict_Type');
    const key = capi.PyLong_FromLong(refused);
    const state = rawFunction(module, 'PyInterpreterState_Get')() >>> 2;
    const words = module.HEAPU32;
    try {
      for (let at = state; at < state + SEARCHED; at++) {
        const o: Pointer = words[at] as number;
        if (o === 0 || o % 4 !== 0 || o + PyObjectHead.sizeof > words.byteLength) continue;
        // Dicts that were freed lie there as well: a list of them goes through where their number of references was.
        if (words[o >>> 2] !== REFCOUNT_ONE || words[(o + PyObjectHead.ob_type) >>> 2] !== dict) continue;
        if (PyDict_GetItem(o, key) === capi.PyExc('ConnectionRefusedError')) return o;
      }
    } finally {
      capi.Py_DecRef(key);
    }
    throw new Error('this Python keeps the types of system errors elsewhere');
  }
}
