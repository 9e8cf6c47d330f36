/** readline.c: GNU readline, where this system has it. */
import { constants, readline } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fillBuiltins } from '../../capi/clinic/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { fillModule } from '../../capi/moduleobject.ts';
import type { Interrupts } from '../../signals/interrupts.ts';
import { rawAddress, rawFunction } from '../../wasm/emscripten.ts';
import { editingRows } from './editing.ts';
import { historyRows } from './history.ts';
import { createReadLine } from './read-line.ts';
import { setUp } from './setup.ts';
import type { ReadlineState } from './state.ts';

const { SIGWINCH } = constants;

/** As where CPython was built without the library. */
function refuse({ capi }: Bridge): never {
  const { memory, module } = capi;
  const message = capi.strOf("No module named 'readline'");
  const name = capi.strOf('readline');
  const type = memory.uint32(rawAddress(module, 'PyExc_ModuleNotFoundError'));
  rawFunction(module, 'PyErr_SetImportErrorSubclass')(type, message, name, 0);
  capi.Py_DecRef(message);
  capi.Py_DecRef(name);
  throw RAISED;
}

/** readline.c: readline_sigwinch_handler, which calls the one that was there before. */
function hearSizes(bridge: Bridge, state: ReadlineState, interrupts: Interrupts | undefined): void {
  const { capi, define } = bridge;
  if (interrupts === undefined) return;
  let before = 0;
  const handler = define.callback(
    (signal = 0) => {
      state.isResized = true;
      if (before > 0) define.callTable(before, signal);
      return undefined;
    },
    'vi',
    0,
  );
  before = rawFunction(capi.module, 'PyOS_setsig')(SIGWINCH, handler);
  interrupts.setDisposition(SIGWINCH, 'caught');
}

export function fillReadline(bridge: Bridge, module: PyObject, interrupts: Interrupts | undefined): void {
  if (!readline.isAvailable()) refuse(bridge);
  const { capi, trampolines } = bridge;
  const state = setUp(bridge);
  const doc = 'Editing of the lines that are read from a terminal, by GNU readline.';
  const version = readline.getInt('rl_readline_version');
  const library = readline.bytesAt(readline.getPointer('rl_library_version'));
  fillModule(bridge, 'readline', module, {
    doc,
    functions: [],
    constants: {
      _READLINE_VERSION: version,
      _READLINE_RUNTIME_VERSION: version,
      _READLINE_LIBRARY_VERSION: Buffer.from(library).toString(),
      backend: 'readline',
    },
  });
  fillBuiltins(bridge, bridge, 'readline', module, [...editingRows, ...historyRows]);
  const readLine = createReadLine(bridge) as (...args: number[]) => number;
  const place = capi.module.addFunction(trampolines?.waiting(readLine, 3) ?? readLine, 'iiii');
  capi.memory.setInt32(rawAddress(capi.module, 'PyOS_ReadlineFunctionPointer'), place);
  hearSizes(bridge, state, interrupts);
}
