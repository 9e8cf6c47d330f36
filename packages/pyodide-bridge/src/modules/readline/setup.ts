/** readline.c: setup_readline. */
import { readline, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { installHooks } from './hooks.ts';
import { useStreams } from './read-line.ts';
import { createState, type ReadlineState, stateOf } from './state.ts';

const { c, rl } = readline;

const TAB = 9;
const ESCAPE = 27;
/** All that is neither a letter, a digit nor a dot. */
const DELIMITERS = ' \t\n`~!@#$%^&*()-=+[{]}\\|;:\'",<>/?';
/** LC_CTYPE of both C libraries. */
const LC_CTYPE = 0;

let display = 0;
let isSetUp = false;

export function disableBracketedPaste(): void {
  rl.rl_variable_bind('enable-bracketed-paste', 'off');
}

/** The library shows possible words itself where Python has no function for it. */
export function noteHooks(bridge: Bridge): void {
  const isSet = stateOf(bridge).get('completion_display_matches_hook') !== 0;
  readline.setPointer('rl_completion_display_matches_hook', isSet ? display : 0);
}

/** The terminal's kind, as the program's environment has it by now. */
function nameTerminal({ capi: { memory, module } }: Bridge): void {
  const name = rawFunction(module, 'getenv')(memory.literal('TERM'));
  if (name !== 0) readline.setPointer('rl_terminal_name', Number(c.strdup(readline.cString(memory.stringAt(name)))));
}

/** Node leaves the locale of C alone; Python's text is UTF-8. */
function setLocale(): void {
  const locale = c.setlocale(LC_CTYPE, '');
  if (locale === null || locale === 'C' || locale === 'POSIX') c.setlocale(LC_CTYPE, 'C.UTF-8');
}

/** Once in a process, however often the module is made. */
export function setUp(bridge: Bridge): ReadlineState {
  if (isSetUp) return stateOf(bridge);
  isSetUp = true;
  const state = createState(bridge);
  setLocale();
  readline.setPointer('rl_readline_name', Number(c.strdup(readline.cString('python'))));
  nameTerminal(bridge);
  useStreams(bridge);
  // The signals are Node's, and so is the environment.
  readline.setInt('rl_catch_signals', 0);
  readline.setInt('rl_catch_sigwinch', 0);
  readline.setInt('rl_change_environment', 0);
  rl.using_history();
  const [insert, complete] = [readline.symbol('rl_insert'), readline.symbol('rl_complete')];
  const meta = readline.symbol('emacs_meta_keymap');
  rl.rl_bind_key(TAB, insert);
  rl.rl_bind_key_in_map(TAB, complete, meta);
  rl.rl_bind_key_in_map(ESCAPE, complete, meta);
  display = installHooks(bridge).display;
  state.delimiters = Number(c.strdup(readline.cString(DELIMITERS)));
  readline.setPointer('rl_completer_word_break_characters', state.delimiters);
  // It would write a sequence into what is no terminal.
  if (!sys.isatty(bridge.descriptors.host(1))) rl.rl_variable_bind('enable-meta-key', 'off');
  rl.rl_initialize();
  disableBracketedPaste();
  return state;
}
