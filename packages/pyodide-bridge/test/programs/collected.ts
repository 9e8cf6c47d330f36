/** Pythons that are used, dropped and collected, with the threads of the process counted until each has left none. */
import { readdirSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { loadPython, type Python } from '../../src/index.ts';

const collect = (globalThis as unknown as { gc(): void }).gc;
const threads = (): number => readdirSync('/proc/self/task').length;

const uses: Readonly<Record<string, (python: Python) => Promise<unknown>>> = {
  closed: (python) => python.close(),
  unused: async () => undefined,
  entered: (python) => python.run('1'),
  'run to its end': (python) => python.runMain(),
};

async function use(how: string): Promise<WeakRef<object>> {
  const python = await loadPython({ argv: ['python', '-c', 'import threading'] });
  await uses[how]?.(python);
  return new WeakRef((python.pyodide as unknown as { _module: object })._module);
}

let before = Number.POSITIVE_INFINITY;
for (const how of Object.keys(uses)) {
  const memory = await use(how);
  while (memory.deref() !== undefined || threads() > before) {
    // What a WeakRef has given out is kept until the next turn.
    await turn();
    collect();
    await turn();
  }
  // The first also starts what Node and V8 keep.
  before = threads();
  console.log(how);
}
