/** sysmodule.c: set_flags_from_config: `sys.flags`, in place, from a configuration. */

import type { CApi, PyObject } from '../capi/index.ts';
import { rawFunction } from '../wasm/emscripten.ts';

/** A field of `sys.flags`, by its place: the configuration's entry that it shows. `!` shows the opposite. */
const FIELDS: readonly (readonly [place: number, entry: string])[] = [
  [0, 'parser_debug'],
  [1, 'inspect'],
  [2, 'interactive'],
  [3, 'optimization_level'],
  [4, '!write_bytecode'],
  [5, '!user_site_directory'],
  [6, '!site_import'],
  [7, '!use_environment'],
  [8, 'verbose'],
  [9, 'bytes_warning'],
  [10, 'quiet'],
  [12, 'isolated'],
  [14, 'utf8_mode'],
  [15, 'warn_default_encoding'],
  [17, 'int_max_str_digits'],
];

/** The fields that are bools. */
const BOOLS: typeof FIELDS = [
  [13, 'dev_mode'],
  [16, 'safe_path'],
];

export function setFlags(capi: CApi, config: PyObject): void {
  const setItem = rawFunction(capi.module, 'PyStructSequence_SetItem');
  const flags = rawFunction(capi.module, 'PySys_GetObject')(capi.memory.literal('flags'));

  const read = (entry: string): number => {
    const isOpposite = entry.startsWith('!');
    const o = capi.PyDict_GetItemString(config, capi.memory.literal(isOpposite ? entry.slice(1) : entry));
    const value = capi.memory.onStack(4, (overflow) => capi.PyLong_AsLongAndOverflow(o, overflow));
    return isOpposite ? Number(value === 0) : value;
  };
  for (const [place, entry] of FIELDS) setItem(flags, place, capi.PyLong_FromLong(read(entry)));
  for (const [place, entry] of BOOLS) setItem(flags, place, capi.PyBool_FromLong(read(entry) !== 0));
}
