/** Runs a script and prints what its names hold, as Python's repr() has it: one line each, for what the script exports. */
import { pathToFileURL } from 'node:url';
import { SocketType } from '@pysock/socket-shim';
import { repr } from '../../src/base/python-types.ts';

const names: Record<string, unknown> = await import(pathToFileURL(process.argv[2] as string).href);
for (const [name, value] of Object.entries(names)) {
  console.log(name, '=', value instanceof SocketType ? String(value) : repr(value));
}
