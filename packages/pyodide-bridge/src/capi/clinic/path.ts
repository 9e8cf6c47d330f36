/** posixmodule.c: path_t and dir_fd, with CPython's words. */
import { rawFunction } from '../../wasm/emscripten.ts';
import { type PyObject, RAISED } from '../index.ts';
import type { Clinic, Converter, Place } from './converter.ts';
import { indexOf } from './converters.ts';

/** An argument that names a file. */
export interface Path {
  /** The bytes of the path in the guest's memory, NUL-terminated. 0 when a descriptor was given. */
  readonly pointer: number;
  /** The descriptor, or -1. */
  readonly fd: number;
  /** What an exception has as `filename`; 0: none. Borrowed. */
  readonly object: PyObject;
  /** Held until the call is over. */
  readonly held: readonly PyObject[];
}

interface PathOptions {
  readonly allowsFd?: boolean;
  readonly isNullable?: boolean;
}

/** `dir_fd=None` */
export const DEFAULT_DIR_FD = -100;

const INT_MAX = 0x7fffffffn;

/** posixmodule.c: _fd_converter */
function descriptorOf(clinic: Clinic, o: PyObject): number {
  const value = indexOf(clinic, o);
  if (value <= INT_MAX && value >= -INT_MAX - 1n) return Number(value);
  clinic.capi.raise('OverflowError', `fd is ${value > 0n ? 'greater than maximum' : 'less than minimum'}`);
  throw RAISED;
}

/** posixmodule.c: dir_fd_converter */
export const dirFd: Converter<number> = {
  missing: DEFAULT_DIR_FD,
  convert(clinic, o) {
    const { capi } = clinic;
    if (o === capi.Py_None) return DEFAULT_DIR_FD;
    if (capi.PyIndex_Check(o) !== 0) return descriptorOf(clinic, o);
    capi.raise('TypeError', `argument should be integer or None, not ${capi.tp_name(capi.Py_TYPE(o))}`);
    throw RAISED;
  },
};

function wrongType({ capi }: Clinic, o: PyObject, place: Place, { allowsFd, isNullable }: PathOptions): never {
  const kinds = ['string', 'bytes', 'os.PathLike', ...(allowsFd ? ['integer'] : []), ...(isNullable ? ['None'] : [])];
  const wanted = `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
  const given = capi.tp_name(capi.Py_TYPE(o));
  capi.raise('TypeError', `${place.function}: ${place.parameter} should be ${wanted}, not ${given}`);
  throw RAISED;
}

/** What `__fspath__` of an object's type returns: a new reference to a str or bytes. 0, with no exception, when it has none. */
function fspathOf({ capi }: Clinic, o: PyObject): PyObject {
  const name = capi.PyUnicode_InternFromString(capi.memory.literal('__fspath__'));
  const method = rawFunction(capi.module, '_PyObject_LookupSpecial')(o, name);
  capi.Py_DecRef(name);
  if (method === 0) {
    if (capi.PyErr_Occurred() !== 0) throw RAISED;
    return 0;
  }
  const result = capi.PyObject_CallNoArgs(method);
  capi.Py_DecRef(method);
  if (result === 0) throw RAISED;
  if (capi.PyUnicode_Check(result) || capi.PyBytes_Check(result)) return result;
  const [type, given] = [capi.tp_name(capi.Py_TYPE(o)), capi.tp_name(capi.Py_TYPE(result))];
  capi.Py_DecRef(result);
  capi.raise('TypeError', `expected ${type}.__fspath__() to return str or bytes, not ${given}`);
  throw RAISED;
}

function bytesOfPath(clinic: Clinic, text: PyObject, place: Place): PyObject {
  const { capi } = clinic;
  const bytes = capi.PyUnicode_Check(text) ? capi.PyUnicode_EncodeFSDefault(text) : capi.newRef(text);
  if (bytes === 0) throw RAISED;
  const start = capi.PyBytes_AS_STRING(bytes);
  if (capi.module.HEAPU8.indexOf(0, start) !== start + capi.PyBytes_GET_SIZE(bytes)) {
    capi.Py_DecRef(bytes);
    capi.raise('ValueError', `${place.function}: embedded null character in ${place.parameter}`);
    throw RAISED;
  }
  return bytes;
}

/** posixmodule.c: path_converter */
function convertPath(clinic: Clinic, o: PyObject, place: Place, options: PathOptions): Path {
  const { capi } = clinic;
  if (options.isNullable && o === capi.Py_None) {
    return { pointer: capi.memory.literal('.'), fd: -1, object: 0, held: [] };
  }
  const isText = capi.PyUnicode_Check(o) || capi.PyBytes_Check(o);
  if (!isText && options.allowsFd && capi.PyIndex_Check(o) !== 0) {
    if (o === capi.Py_True || o === capi.Py_False) {
      const message = capi.memory.literal('bool is used as a file descriptor');
      if (capi.PyErr_WarnEx(capi.PyExc('RuntimeWarning'), message, 1) !== 0) throw RAISED;
    }
    return { pointer: 0, fd: descriptorOf(clinic, o), object: o, held: [] };
  }
  const text = isText ? capi.newRef(o) : fspathOf(clinic, o);
  if (text === 0) wrongType(clinic, o, place, options);
  let bytes: PyObject;
  try {
    bytes = bytesOfPath(clinic, text, place);
  } catch (error) {
    capi.Py_DecRef(text);
    throw error;
  }
  return { pointer: capi.PyBytes_AS_STRING(bytes), fd: -1, object: text, held: [text, bytes] };
}

function pathConverter(options: PathOptions): Converter<Path> {
  return {
    convert: (clinic, o, place) => convertPath(clinic, o, place, options),
    release({ capi }, { held }) {
      for (const o of held) capi.Py_DecRef(o);
    },
  };
}

/** `path_t` */
export const path = pathConverter({});
/** `path_t(allow_fd=True)` */
export const pathOrFd = pathConverter({ allowsFd: true });
/** `path_t(allow_fd=True, nullable=True)`: None is the current folder. */
export const pathFdOrNone: Converter<Path | undefined> = pathConverter({ allowsFd: true, isNullable: true });
