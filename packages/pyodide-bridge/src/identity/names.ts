/** The names of the system: `sys.platform`, `sys.version`, `os.uname`. */
import { hostname, machine, release, type, version } from 'node:os';
import { moduleConstants, sys } from '@pysock/host';
import { noArgs } from '../capi/builtin.ts';
import { extendModules } from '../capi/moduleobject.ts';
import { once, rawFunction, remembered } from '../wasm/emscripten.ts';
import type { IdentityContext, RunsPython } from './context.ts';

/**
 * `sys.version` is cut off after 80 bytes of the compiler's name, without its bracket. Of the import system's finders one
 * serves Windows, and `posix` has a function that writes to a browser's console.
 */
const BECOME_LINUX = `
def become_linux(build, compiler):
    import os, posix, sys
    sys.platform = 'linux'
    del sys._emscripten_info
    sys.version = f'{sys.version.partition(" ")[0]} ({build}) {compiler}'
    sys.meta_path[:] = [finder for finder in sys.meta_path if getattr(finder, '__name__', '') != 'WindowsToLinuxPathFinder']
    for module in (posix, os):
        for name in [name for name in vars(module) if name.startswith('_emscripten_')]:
            delattr(module, name)
`;

export function installNames(context: IdentityContext, python: RunsPython): void {
  const { capi, define } = context;
  const { memory, module } = capi;
  const newStruct = rawFunction(module, 'PyStructSequence_New');
  const setField = rawFunction(module, 'PyStructSequence_SetItem');
  const uname_result = remembered(module, () => {
    const posix = rawFunction(module, 'PyImport_ImportModule')(memory.literal('posix'));
    return capi.PyObject_GetAttrString(posix, memory.literal('uname_result'));
  });

  /** posixmodule.c: os_uname_impl */
  function os_uname(): number {
    const struct = newStruct(uname_result);
    const fields = [type(), hostname(), release(), version(), machine()];
    for (const [place, text] of fields.entries()) setField(struct, place, capi.strOf(text));
    return struct;
  }

  const doc = 'uname($module, /)\n--\n\nReturn an object identifying the current operating system.';
  extendModules(capi, define, ['posix', 'os'], [noArgs('uname', os_uname, doc)]);
  once(module, () => {
    // sys.thread_info: name, lock, version. The C library's own are stubs.
    const getObject = rawFunction(module, 'PySys_GetObject');
    const info = memory.withCString('thread_info', (name) => getObject(name));
    const version = sys.confstr(moduleConstants('confstr').CS_GNU_LIBPTHREAD_VERSION as number);
    setField(info, 0, capi.strOf('pthread'));
    setField(info, 2, version instanceof Uint8Array ? capi.strOf(Buffer.from(version).toString()) : capi.none());
  });
  const text = (name: string): string => {
    const pointer = remembered(module, () => rawFunction(module, name)());
    return JSON.stringify(memory.stringAt(pointer));
  };
  const words = [text('Py_GetBuildInfo'), text('Py_GetCompiler').replace(/\\n/g, '')];
  python.runPython(`${BECOME_LINUX}\nbecome_linux(${words})\ndel become_linux`);
}
