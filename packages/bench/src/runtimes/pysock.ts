import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Runtime } from './runtime.ts';

/** @throws Error when the command has not been built. */
export function pysock(): Runtime {
  const manifest = createRequire(import.meta.url).resolve('@pysock/pyodide-bridge/package.json');
  const program = join(dirname(manifest), 'dist', 'cli.js');
  if (!existsSync(program)) throw new Error('the command pysock is not built: npm run build');
  return {
    id: 'pysock',
    name: 'pysock',
    command: (script, args) => ({ exe: process.execPath, args: [program, script, ...args] }),
  };
}
