/** readline.c: what a program asks of the line that is edited, and sets. */
import { readline } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { optional } from '../../capi/clinic/converter.ts';
import { object } from '../../capi/clinic/converters.ts';
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin } from '../builtin.ts';
import { withFile } from './history.ts';
import { disableBracketedPaste, noteHooks } from './setup.ts';
import { decoded, encoded, type Hook, stateOf } from './state.ts';

const { c, rl } = readline;

/** readline.c: set_hook */
function setHook(bridge: Bridge, hook: Hook, o: PyObject): PyObject {
  const { capi } = bridge;
  const isNone = o === 0 || o === capi.Py_None;
  if (!isNone && rawFunction(capi.module, 'PyCallable_Check')(o) === 0) {
    return capi.raise('TypeError', `set_${hook}(func): argument not callable`);
  }
  stateOf(bridge).set(hook, isNone ? 0 : o);
  noteHooks(bridge);
  return capi.none();
}

const setter = (hook: Hook, doc: string) =>
  builtin(`set_${hook}($module, function=None, /)`, doc, [optional(object, 0)], (bridge, o) =>
    setHook(bridge, hook, o),
  );

export const editingRows = [
  builtin(
    'parse_and_bind($module, string, /)',
    'Do what a line of an initialization file says.',
    [object],
    (bridge, line) => {
      rl.rl_parse_and_bind(encoded(bridge, line));
      return bridge.capi.none();
    },
  ),
  builtin(
    'read_init_file($module, filename=None, /)',
    'Do what an initialization file says. Without a name it is the last one that was read.',
    [optional(object, 0)],
    (bridge, o) => {
      const result = withFile(bridge, o, '<readline_init_file>', 'r', (path) => rl.rl_read_init_file(path));
      if (result !== 0) disableBracketedPaste();
      return result;
    },
  ),
  builtin('get_line_buffer($module, /)', 'The line as it is by now.', [], (bridge) =>
    decoded(bridge, readline.getPointer('rl_line_buffer')),
  ),
  builtin('insert_text($module, string, /)', 'Insert text at the cursor.', [object], (bridge, o) => {
    rl.rl_insert_text(encoded(bridge, o));
    return bridge.capi.none();
  }),
  builtin('redisplay($module, /)', 'Show the line as it is by now.', [], ({ capi }) => {
    rl.rl_redisplay();
    return capi.none();
  }),
  setter(
    'completer',
    'Set the function that completes words, or none. It is called as function(text, state) for state in 0, 1, 2, ...\n' +
      'and returns one possible word after the other, and then something that is no string.',
  ),
  builtin('get_completer($module, /)', 'The function that completes words.', [], (bridge) =>
    bridge.capi.newRef(stateOf(bridge).get('completer') || bridge.capi.Py_None),
  ),
  builtin('get_completion_type($module, /)', 'How a word is being completed.', [], ({ capi }) =>
    capi.PyLong_FromLong(readline.getInt('rl_completion_type')),
  ),
  builtin('get_begidx($module, /)', 'Where the word begins that is completed.', [], (bridge) =>
    bridge.capi.PyLong_FromLong(stateOf(bridge).begidx),
  ),
  builtin('get_endidx($module, /)', 'Where the word ends that is completed.', [], (bridge) =>
    bridge.capi.PyLong_FromLong(stateOf(bridge).endidx),
  ),
  builtin(
    'set_completer_delims($module, string, /)',
    'Set the characters between which words are completed.',
    [object],
    (bridge, o) => {
      const state = stateOf(bridge);
      const delimiters = Number(c.strdup(encoded(bridge, o)));
      readline.setPointer('rl_completer_word_break_characters', delimiters);
      if (state.delimiters !== 0) c.free(state.delimiters);
      state.delimiters = delimiters;
      return bridge.capi.none();
    },
  ),
  builtin('get_completer_delims($module, /)', 'The characters between which words are completed.', [], (bridge) =>
    decoded(bridge, readline.getPointer('rl_completer_word_break_characters')),
  ),
  setter('startup_hook', 'Set the function that is called before the prompt is shown, or none.'),
  setter(
    'pre_input_hook',
    'Set the function that is called when the prompt is shown and before a key is read, or none.',
  ),
  setter(
    'completion_display_matches_hook',
    'Set the function that shows possible words, or none. It is called as function(text, words, length of the longest).',
  ),
];
