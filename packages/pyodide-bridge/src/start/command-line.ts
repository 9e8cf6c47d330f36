/**
 * CPython's own command line (Python/initconfig.c) for an interpreter that has been initialized already: the options are read
 * into a second PyConfig, and what they say is moved into the interpreter's. `Py_RunMain` then does what they say.
 */

import type { CApi, Pointer, PyObject } from '../capi/index.ts';
import { _PyRuntimeState, PyStatus, SIZEOF_PYCONFIG } from '../capi/layout.ts';
import type { Exit } from '../processes/exit.ts';
import { rawAddress, rawFunction } from '../wasm/emscripten.ts';
import { setFlags } from './flags.ts';
import { encodeEscaped } from './host-texts.ts';

/** The values of `PyStatus._type`. */
const Status = { ok: 0, error: 1, exit: 2 } as const;

/** The configuration as a dict, or the end of the program: CPython has then said why, but for `message`. */
export type ParsedCommandLine = { readonly config: PyObject } | { readonly exit: Exit; readonly message?: string };

/** What the first initialization has found, and a command line does not change. */
const KEPT = [
  'prefix',
  'exec_prefix',
  'base_prefix',
  'base_exec_prefix',
  'module_search_paths',
  'module_search_paths_set',
  'stdlib_dir',
  'platlibdir',
  'home',
  'filesystem_encoding',
  'filesystem_errors',
  'program_name',
];

export function createCommandLine(capi: CApi) {
  const { memory, module } = capi;
  const fn = (name: string) => rawFunction(module, name);
  const initConfig = fn('PyConfig_InitPythonConfig');
  const setBytesArgv = fn('PyConfig_SetBytesArgv');
  const readConfig = fn('PyConfig_Read');
  const clearConfig = fn('PyConfig_Clear');
  const asDict = fn('_PyConfig_AsDict') as (config: Pointer) => PyObject;
  const fromDict = fn('_PyConfig_FromDict') as (config: Pointer, dict: PyObject) => number;
  const getConfig = fn('_Py_GetConfig') as () => Pointer;

  function failureOf(status: Pointer): ParsedCommandLine | null {
    const type = memory.int32(status + PyStatus._type);
    if (type === Status.ok) return null;
    if (type === Status.exit) return { exit: { status: memory.int32(status + PyStatus.exitcode) } };
    const [func, text] = [PyStatus.func, PyStatus.err_msg].map((field) => memory.uint32(status + field)) as [
      number,
      number,
    ];
    return { exit: { status: 1 }, message: `${func ? `${memory.stringAt(func)}: ` : ''}${memory.stringAt(text)}` };
  }

  function readInto(config: Pointer, argv: readonly string[]): ParsedCommandLine | null {
    return memory.onStack(PyStatus.sizeof + argv.length * 4, (status) => {
      const strings = argv.map((argument) => memory.cBytes(encodeEscaped(argument)));
      for (const [index, pointer] of strings.entries()) memory.setInt32(status + PyStatus.sizeof + index * 4, pointer);
      setBytesArgv(status, config, argv.length, status + PyStatus.sizeof);
      for (const pointer of strings) memory.free(pointer);
      const failure = failureOf(status);
      if (failure) return failure;
      readConfig(status, config);
      return failureOf(status);
    });
  }

  return {
    /** `PyConfig_Read`. It prints what `-V`, `--help` and wrong options print. */
    parse(argv: readonly string[]): ParsedCommandLine {
      const config = memory.malloc(SIZEOF_PYCONFIG);
      initConfig(config);
      const failure = readInto(config, argv);
      const parsed = failure ?? { config: asDict(config) };
      clearConfig(config);
      memory.free(config);
      return parsed;
    },

    /** Makes a configuration that was parsed the interpreter's. */
    apply(config: PyObject, executable: string): void {
      const current = getConfig();
      const kept = asDict(current);
      for (const name of KEPT) {
        const key = memory.literal(name);
        capi.PyDict_SetItemString(config, key, capi.PyDict_GetItemString(kept, key));
      }
      capi.Py_DecRef(kept);
      const path = capi.strOf(executable);
      for (const name of ['executable', 'base_executable'])
        capi.PyDict_SetItemString(config, memory.literal(name), path);
      capi.Py_DecRef(path);
      if (fromDict(current, config) < 0) throw new Error('Python does not take the configuration that it has read');
      const utf8 = capi.PyDict_GetItemString(config, memory.literal('utf8_mode'));
      memory.setInt32(rawAddress(module, '_PyRuntime') + _PyRuntimeState.utf8_mode, capi.PyObject_IsTrue(utf8));
      setFlags(capi, config);
    },
  };
}
