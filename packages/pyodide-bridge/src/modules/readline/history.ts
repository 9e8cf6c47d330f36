/** readline.c: the lines that were read before, and files of them. */
import { readline } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type Converter, optional } from '../../capi/clinic/converter.ts';
import { bool, int, object } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { builtin, hostPath, none } from '../builtin.ts';
import { decoded, encoded, stateOf } from './state.ts';

const { c, rl } = readline;

const text: Converter<PyObject> = {
  convert({ capi }, o, { function: name }) {
    if (capi.PyUnicode_Check(o)) return o;
    capi.raise('TypeError', `${name}() argument 2 must be str, not ${capi.givenName(o)}`);
    throw RAISED;
  },
};

/**
 * Calls a function with a path, or with 0 for the one that the library chooses, whose name for audit hooks is `usual`. None, or
 * OSError where it returns an errno.
 */
export function withFile(
  bridge: Bridge,
  filename: PyObject,
  usual: string,
  mode: string,
  call: (path: number) => number,
): PyObject {
  const { capi } = bridge;
  const isGiven = filename !== 0 && filename !== capi.Py_None;
  const bytes = isGiven ? capi.PyUnicode_FSConverter(filename) : 0;
  if (isGiven && bytes === 0) return 0;
  try {
    const name = isGiven ? filename : capi.memory.literal(usual);
    if (!capi.audit('open', isGiven ? 'OCi' : 'sCi', name, mode.charCodeAt(0), 0)) return 0;
    return none(bridge, -call(isGiven ? hostPath(bridge, { pointer: capi.PyBytes_AS_STRING(bytes) }) : 0));
  } finally {
    if (bytes !== 0) capi.Py_DecRef(bytes);
  }
}

/** Cuts a file that was written to the lines that it may have. Returns an errno, or 0. */
function truncate(bridge: Bridge, errno: number, path: number): number {
  const { historyLength } = stateOf(bridge);
  return errno === 0 && historyLength >= 0 ? rl.history_truncate_file(path, historyLength) : errno;
}

/** readline.c: _py_free_history_entry */
const freeEntry = (entry: number): void => c.free(Number(rl.free_history_entry(entry)));

function checkPosition({ capi }: Bridge, position: number): void {
  if (position >= 0) return;
  capi.raise('ValueError', 'History index cannot be negative');
  throw RAISED;
}

/** Frees an entry that was taken out of the history. */
function taken({ capi }: Bridge, position: number, entry: number): PyObject {
  if (entry === 0) return capi.raise('ValueError', `No history item at position ${position}`);
  freeEntry(entry);
  return capi.none();
}

const filename = optional(object, 0);

export const historyRows = [
  builtin(
    'read_history_file($module, filename=None, /)',
    'Add the lines of a file to the history. Without a name it is ~/.history.',
    [filename],
    (bridge, o) => withFile(bridge, o, '~/.history', 'r', (path) => rl.read_history(path)),
  ),
  builtin(
    'write_history_file($module, filename=None, /)',
    'Write the history to a file. Without a name it is ~/.history.',
    [filename],
    (bridge, o) => withFile(bridge, o, '~/.history', 'w', (path) => truncate(bridge, rl.write_history(path), path)),
  ),
  builtin(
    'append_history_file($module, nelements, filename=None, /)',
    'Append the last nelements lines of the history to a file. Without a name it is ~/.history.',
    [int, filename],
    (bridge, count, o) => {
      if (count < 0) return bridge.capi.raise('ValueError', 'nelements must be non-negative');
      return withFile(bridge, o, '~/.history', 'a', (path) => truncate(bridge, rl.append_history(count, path), path));
    },
  ),
  builtin(
    'set_history_length($module, length, /)',
    'Set how many lines a history file is cut to. Below 0 it is not cut.',
    [int],
    (bridge, length) => {
      stateOf(bridge).historyLength = length;
      return bridge.capi.none();
    },
  ),
  builtin('get_history_length($module, /)', 'How many lines a history file is cut to.', [], (bridge) =>
    bridge.capi.PyLong_FromLong(stateOf(bridge).historyLength),
  ),
  builtin('get_current_history_length($module, /)', 'How many lines the history has.', [], ({ capi }) =>
    capi.PyLong_FromLong(readline.getInt('history_length')),
  ),
  builtin(
    'get_history_item($module, index, /)',
    'A line of the history, of which the first has index 1. None where there is none.',
    [int],
    (bridge, index) => {
      const entry = Number(rl.history_get(index));
      return entry === 0 ? bridge.capi.none() : decoded(bridge, readline.pointerAt(entry));
    },
  ),
  builtin(
    'remove_history_item($module, pos, /)',
    'Remove a line from the history. The first has position 0.',
    [int],
    (bridge, position) => {
      checkPosition(bridge, position);
      return taken(bridge, position, Number(rl.remove_history(position)));
    },
  ),
  builtin(
    'replace_history_item($module, pos, line, /)',
    'Put another line in the place of one of the history. The first has position 0.',
    [int, text],
    (bridge, position, line) => {
      checkPosition(bridge, position);
      return taken(bridge, position, Number(rl.replace_history_entry(position, encoded(bridge, line), 0)));
    },
  ),
  builtin('add_history($module, string, /)', 'Add a line to the history.', [object], (bridge, line) => {
    rl.add_history(encoded(bridge, line));
    return bridge.capi.none();
  }),
  builtin(
    'set_auto_history($module, enabled, /)',
    'Set whether each line that is read is added to the history.',
    [bool],
    (bridge, isEnabled) => {
      stateOf(bridge).addsHistory = isEnabled;
      return bridge.capi.none();
    },
  ),
  builtin('clear_history($module, /)', 'Forget all lines of the history.', [], ({ capi }) => {
    rl.clear_history();
    return capi.none();
  }),
];
