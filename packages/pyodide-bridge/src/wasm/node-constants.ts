/** Constants of Node's that Pyodide's Emscripten asks for in a way that Node's permission model refuses. */
import { constants } from 'node:fs';

type Binding = (name: string) => unknown;

/** Under `--permission` `process.binding` throws, whatever is asked of it; all that Emscripten wants is the numbers of open flags. */
export function giveConstants(): void {
  if (process.permission === undefined) return;
  // Node's types leave it out.
  const binding = Reflect.get(process, 'binding') as Binding;
  Object.assign(process, { binding: (name: string) => (name === 'constants' ? { fs: constants } : binding(name)) });
}
