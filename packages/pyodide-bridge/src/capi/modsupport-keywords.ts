/** Python/getargs.c: vgetargskeywords: arguments by position and by name. */
import type { CApi, Pointer, PyObject } from './index.ts';
import { readFormat } from './modsupport-format.ts';
import type { Parsed, Units } from './modsupport-units.ts';

/** Parses a tuple and a dict (0 for none), as `tp_init` and METH_VARARGS | METH_KEYWORDS pass them. */
export type KeywordParser = (args: PyObject, kwargs: PyObject) => Parsed[] | null;

/** Parses positional arguments and, after them, those whose names are in a tuple (0 for none), as METH_FASTCALL | METH_KEYWORDS passes them. */
export type FastKeywordParser = (args: Pointer, count: number, names: PyObject) => Parsed[] | null;

function unexpectedKeyword(capi: CApi, call: string, kwargs: PyObject, names: readonly string[]): null {
  capi.memory.onStack(12, (slots) => {
    capi.memory.setInt32(slots, 0);
    while (capi.PyDict_Next(kwargs, slots, slots + 4, slots + 8) !== 0) {
      const key = capi.memory.uint32(slots + 4);
      if (!capi.PyUnicode_Check(key)) {
        capi.raise('TypeError', 'keywords must be strings');
        return;
      }
      const name = capi.stringFrom(key);
      if (name !== null && !names.includes(name)) {
        capi.raise('TypeError', `${call} got an unexpected keyword argument '${name}'`);
        return;
      }
    }
  });
  return null;
}

/** `PyArg_ParseTupleAndKeywords` */
export function createKeywordParsers(capi: CApi, { convertersOf, convertInto, releaseAll }: Units) {
  function keywords(spec: string, names: readonly string[]): KeywordParser {
    const format = readFormat(spec);
    const converts = convertersOf(format);
    const most = format.units.length;
    const call = format.name === undefined ? 'function' : `${format.name}()`;
    return (args, kwargs) => {
      // What C passes is a tuple, not of a subclass.
      const count = capi.PyTuple_GET_SIZE(args);
      const given = kwargs === 0 ? 0 : capi.PyDict_Size(kwargs);
      if (count + given > most) {
        const kind = count === 0 ? 'keyword ' : '';
        const plural = most === 1 ? '' : 's';
        capi.raise('TypeError', `${call} takes at most ${most} ${kind}argument${plural} (${count + given} given)`);
        return null;
      }
      if (count > format.positional) {
        const bound = format.positional <= format.required ? 'exactly' : 'at most';
        const plural = format.positional === 1 ? '' : 's';
        const takes = `${bound} ${format.positional} positional argument${plural}`;
        capi.raise(
          'TypeError',
          `${call} takes ${format.positional === 0 ? 'no positional arguments' : takes}${format.positional === 0 ? '' : ` (${count} given)`}`,
        );
        return null;
      }
      const parsed: Parsed[] = [];
      const named = (index: number): PyObject =>
        given === 0 ? 0 : capi.PyDict_GetItemString(kwargs, capi.memory.literal(names[index] as string));
      const refuse = (message: string): null => {
        releaseAll(parsed);
        capi.raise('TypeError', message);
        return null;
      };
      let taken = 0;
      for (let index = 0; index < most; index++) {
        const o = index < count ? capi.PyTuple_GET_ITEM(args, index) : named(index);
        if (o === 0) {
          if (index >= format.required) continue;
          return refuse(`${call} missing required argument '${names[index]}' (pos ${index + 1})`);
        }
        if (index >= count) taken++;
        if (!convertInto(converts, index, o, parsed)) return null;
      }
      if (taken === given) return parsed;
      for (let index = 0; index < count; index++) {
        if (named(index) === 0) continue;
        return refuse(`argument for ${call} given by name ('${names[index]}') and position (${index + 1})`);
      }
      releaseAll(parsed);
      return unexpectedKeyword(capi, call, kwargs, names);
    };
  }

  /** The same as `keywords`, without a tuple and a dict where no argument is given by name. */
  function fastKeywords(spec: string, names: readonly string[]): FastKeywordParser {
    const format = readFormat(spec);
    const converts = convertersOf(format);
    const parse = keywords(spec, names);
    return (args, count, kwnames) => {
      if (kwnames !== 0 || count < format.required || count > format.positional) return slowly(args, count, kwnames);
      const parsed: Parsed[] = [];
      for (let index = 0; index < count; index++) {
        if (!convertInto(converts, index, capi.memory.uint32(args + index * 4), parsed)) return null;
      }
      return parsed;
    };

    function slowly(args: Pointer, count: number, kwnames: PyObject): Parsed[] | null {
      const at = (index: number): PyObject => capi.memory.uint32(args + index * 4);
      const tuple = capi.tupleOf(...Array.from({ length: count }, (_, index) => capi.newRef(at(index))));
      const dict = kwnames === 0 ? 0 : capi.PyDict_New();
      const given = kwnames === 0 ? 0 : capi.PyTuple_Size(kwnames);
      for (let index = 0; index < given; index++) {
        capi.PyDict_SetItem(dict, capi.PyTuple_GetItem(kwnames, index), at(count + index));
      }
      try {
        return parse(tuple, dict);
      } finally {
        capi.Py_DecRef(tuple);
        if (dict !== 0) capi.Py_DecRef(dict);
      }
    }
  }

  return { keywords, fastKeywords };
}
