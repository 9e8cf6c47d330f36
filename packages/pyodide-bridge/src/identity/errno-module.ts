/** errnomodule.c: the module `errno` with the host's names and numbers, and what other modules have taken from it. */
import { sys } from '@pysock/host';
import type { PyObject } from '../capi/index.ts';
import { METH_O, type MethodDef } from '../capi/methodobject.ts';
import { extendModules, whenExecuted } from '../capi/moduleobject.ts';
import { once, rawFunction } from '../wasm/emscripten.ts';
import type { IdentityContext, RunsPython } from './context.ts';

/** Of two names with one number, those that `errno.errorcode` has: errnomodule.c adds them last. */
const LAST_ADDED: ReadonlySet<string> = new Set(['EAGAIN', 'EDEADLOCK', 'ENOTSUP']);

/** Modules that were imported before have numbers of the guest under the same names. */
const RENUMBER = `
def renumber(before):
    import errno, subprocess, sys
    changed = {name: getattr(errno, name) for name in before if hasattr(errno, name)}
    for module in list(sys.modules.values()):
        is_other = isinstance(module, type(sys)) and module is not errno
        names = object.__getattribute__(module, '__dict__') if is_other else {}
        for name in changed.keys() & names.keys():
            if names[name] == before[name]:
                names[name] = changed[name]
    subprocess._del_safe.ECHILD = errno.ECHILD
`;

export function installErrnoModule(context: IdentityContext, python: RunsPython): void {
  const { capi, define } = context;
  const { memory, module } = capi;
  const setAttribute = rawFunction(module, 'PyObject_SetAttrString');
  const before = Object.entries(module.ERRNO_CODES);

  function fill(errno: PyObject): void {
    const errorcode = capi.PyDict_New();
    const set = (name: string, o: PyObject): void => {
      memory.withCString(name, (key) => setAttribute(errno, key, o));
    };
    for (const [name] of before) {
      if (sys.errnoByName(name) !== undefined) continue;
      memory.withCString(name, (key) => {
        if (capi.PyObject_HasAttrString(errno, key) === 1) setAttribute(errno, key, 0);
      });
    }
    for (const [name, number] of Object.entries(sys.errnoNumbers)) {
      const value = capi.PyLong_FromLong(number);
      const text = capi.strOf(name);
      set(name, value);
      if (sys.errnoName(number) === name || LAST_ADDED.has(name)) capi.PyDict_SetItem(errorcode, value, text);
      capi.Py_DecRef(value);
      capi.Py_DecRef(text);
    }
    set('errorcode', errorcode);
    capi.Py_DecRef(errorcode);
  }

  whenExecuted(context, 'errno', (errno) => once(module, () => fill(errno)));
  python.runPython(`${RENUMBER}\nrenumber(dict(${JSON.stringify(before)}))\ndel renumber`);
  extendModules(capi, define, ['posix', 'os'], [strerrorFunction(context)]);
}

/** posixmodule.c: os_strerror_impl */
function strerrorFunction({ capi, parsers }: IdentityContext): MethodDef {
  return {
    name: 'strerror',
    flags: METH_O,
    call: (_module, code = 0) => {
      const number = parsers.asInt(code);
      return number === null ? 0 : capi.strOf(sys.strerror(number));
    },
    doc: 'strerror($module, code, /)\n--\n\nTranslate an error code to a message string.',
  };
}
