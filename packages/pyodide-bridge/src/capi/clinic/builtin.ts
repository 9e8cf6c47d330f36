/** Builtins as rows of tables, and their registration. */
import { rawFunction } from '../../wasm/emscripten.ts';
import { placeRow } from '../../wasm/function-table.ts';
import type { Arity } from '../../wasm/placements.ts';
import type { Guard } from '../guard.ts';
import { type CApi, type Pointer, type PyObject, RAISED } from '../index.ts';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O } from '../methodobject.ts';
import type { Clinic, Converter, ValuesOf } from './converter.ts';
import { parseSignature, type Signature } from './signature.ts';

/** One builtin: its text signature, a converter for each parameter, and what it does. */
export interface Builtin<Context> {
  readonly signature: string;
  readonly doc: string;
  readonly converters: readonly Converter<unknown>[];
  readonly call: (context: Context, ...values: never[]) => PyObject;
}

/** Makes rows whose calls get `Context` before their arguments' values. */
export function builtinsOver<Context>() {
  return <const C extends readonly Converter<unknown>[]>(
    signature: string,
    doc: string,
    converters: C,
    call: (context: Context, ...values: ValuesOf<C>) => PyObject,
    // The values of a row are those of its converters; a table of rows cannot say so.
  ): Builtin<Context> => ({ signature, doc, converters, call: call as unknown as Builtin<Context>['call'] });
}

/** METH_NOARGS, METH_O, METH_FASTCALL or that with keywords. */
export function flagsOf({ parameters, isPositional, leastPositional }: Signature): number {
  if (!isPositional) return METH_FASTCALL | METH_KEYWORDS;
  if (parameters.length === 0) return METH_NOARGS;
  return parameters.length === 1 && leastPositional === 1 ? METH_O : METH_FASTCALL;
}

/** The words that C passes for the same flags. A start asks for no more of a signature, and parses none. */
export function arityOf(signature: string): Arity {
  if (!signature.endsWith(', /)')) return 4;
  return /^\w+\(\$\w+(, \w+)?, \/\)$/.test(signature) ? 2 : 3;
}

/** Python/getargs.c: `_PyArg_Parser`, of which only these two fields are set; C fills in the rest. */
const SIZEOF_PARSER = 64;
const PARSER_KEYWORDS = 4;
const PARSER_FNAME = 8;

type Unpack = (into: Pointer, args: Pointer, count: number, names: PyObject) => Pointer;

/** Finds the arguments of a call: C's own code does, so that wrong ones are refused in CPython's words. */
function createUnpack({ capi }: Clinic, signature: Signature): Unpack {
  const { memory, module } = capi;
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const { name, parameters, leastPositional, mostPositional, leastKeywords, isPositional } = signature;
  if (isPositional) {
    return (_into, args, count) => {
      if (count >= leastPositional && count <= mostPositional) return args;
      return checkPositional(memory.literal(name), count, leastPositional, mostPositional) === 0 ? 0 : args;
    };
  }
  const unpackKeywords = rawFunction(module, '_PyArg_UnpackKeywords');
  let parser = 0;
  const makeParser = (): Pointer => {
    const words = memory.malloc((parameters.length + 1) * 4);
    module.HEAPU32.set([...parameters.map(({ keyword }) => memory.literal(keyword)), 0], words >>> 2);
    const made = memory.malloc(SIZEOF_PARSER);
    module.HEAPU8.fill(0, made, made + SIZEOF_PARSER);
    memory.setInt32(made + PARSER_KEYWORDS, words);
    memory.setInt32(made + PARSER_FNAME, memory.literal(name));
    return made;
  };
  return (into, args, count, names) => {
    if (names === 0 && leastKeywords === 0 && count >= leastPositional && count <= mostPositional) return args;
    parser ||= makeParser();
    // C leaves alone what comes behind the last argument that was given.
    module.HEAPU8.fill(0, into, into + parameters.length * 4);
    return unpackKeywords(args, count, 0, names, parser, leastPositional, mostPositional, leastKeywords, 0, into);
  };
}

/** What C calls, as `(first, second, third)` behind `self`. */
type Call = (first: number, second: number, third: number) => PyObject;

function createCall<Context>(clinic: Clinic, context: Context, builtin: Builtin<Context>): Call {
  const { memory, module } = clinic.capi;
  const signature = parseSignature(builtin.signature);
  const flags = flagsOf(signature);
  const { parameters } = signature;
  const { converters, call } = builtin;
  if (converters.length !== parameters.length) throw new Error(`converters do not fit ${builtin.signature}`);
  const places = parameters.map(({ name }) => ({ function: signature.name, parameter: name }));
  const size = parameters.length;

  function withValues(at: (index: number) => PyObject): PyObject {
    const values: unknown[] = [];
    try {
      for (let index = 0; index < size; index++) {
        const converter = converters[index] as Converter<unknown>;
        const o = at(index);
        values.push(o === 0 ? converter.missing : converter.convert(clinic, o, places[index] as (typeof places)[0]));
      }
      return call(context, ...(values as never[]));
    } finally {
      for (let index = 0; index < values.length; index++) {
        const { release, missing } = converters[index] as Converter<unknown>;
        if (release !== undefined && values[index] !== missing) release(clinic, values[index]);
      }
    }
  }

  if (flags === METH_NOARGS) return () => call(context);
  if (flags === METH_O) return (o) => withValues(() => o);
  const unpack = createUnpack(clinic, signature);
  const isKnown = flags === METH_FASTCALL;
  return (args, count, names) =>
    memory.onStack(size * 4, (buffer) => {
      const found = unpack(buffer, args, count, isKnown ? 0 : names);
      if (found === 0) throw RAISED;
      // What is found may lie in the arguments themselves, which end with the last one given.
      const end = found === args ? Math.min(count, size) : size;
      return withValues((index) => (index < end ? (module.HEAPU32[(found >>> 2) + index] as number) : 0));
    });
}

/** A function object for each row, as an attribute of each owner. The first is the one that they belong to. */
function makeObjects(
  capi: CApi,
  name: string,
  owners: readonly PyObject[],
  rows: readonly Builtin<never>[],
  start: number,
): void {
  const { memory, module } = capi;
  const newFunction = rawFunction(module, 'PyCMethod_New');
  const ownerName = capi.strOf(name);
  rows.forEach(({ signature, doc }, index) => {
    const parsed = parseSignature(signature);
    const method = memory.malloc(16);
    // Not by `literal`: what is interned here would be unknown to a start from the snapshot.
    const name = memory.cString(parsed.name);
    const text = memory.cString(`${signature}\n--\n\n${doc}`);
    module.HEAPU32.set([name, start + index, flagsOf(parsed), text], method >>> 2);
    const o = newFunction(method, owners[0] as PyObject, ownerName, 0);
    for (const owner of owners) capi.PyObject_SetAttrString(owner, name, o);
    capi.Py_DecRef(o);
  });
  capi.Py_DecRef(ownerName);
}

/** What registration needs beside the rows. */
export interface Registration extends Clinic {
  readonly define: { readonly guard: Guard };
}

/** Puts the rows into the function table. A builtin's own code is prepared by its first call. Returns the first one's place. */
function place<Context>(clinic: Registration, context: Context, rows: readonly Builtin<Context>[]): number {
  const calls: (Call | undefined)[] = [];
  const dispatch = clinic.define.guard((index = 0, first = 0, second = 0, third = 0) => {
    let call = calls[index];
    if (call === undefined) {
      call = createCall(clinic, context, rows[index] as Builtin<Context>);
      calls[index] = call;
    }
    return call(first, second, third);
  }, 0);
  const arities = rows.map(({ signature }) => arityOf(signature));
  return placeRow(clinic.capi.module, arities, dispatch as never);
}

/** Adds builtins to a module that is being made. */
export function fillBuiltins<Context>(
  clinic: Registration,
  context: Context,
  name: string,
  owner: PyObject,
  rows: readonly Builtin<Context>[],
): void {
  makeObjects(clinic.capi, name, [owner], rows as readonly Builtin<never>[], place(clinic, context, rows));
}

/**
 * Adds builtins to modules that are already imported; the first is the one that they belong to. The objects are made once, when a
 * memory snapshot is; what a start does is to fill the function table.
 */
export function registerBuiltins<Context>(
  clinic: Registration,
  context: Context,
  names: readonly string[],
  rows: readonly Builtin<Context>[],
): void {
  const { capi } = clinic;
  const { memory, module } = capi;
  const start = place(clinic, context, rows);
  const make = (): void => {
    const modules = rawFunction(module, 'PyImport_GetModuleDict')();
    const owners = names.map((name) => memory.withCString(name, (key) => capi.PyDict_GetItemString(modules, key)));
    makeObjects(capi, names[0] as string, owners, rows as readonly Builtin<never>[], start);
  };
  if (module.installation === undefined) make();
  else module.installation.outside(make);
}
