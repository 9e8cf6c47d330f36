/**
 * Runs a script as `python3` does, in a Node program that has a Python of its own, with every event loop of asyncio's driven by
 * JavaScript's: `driven-program (-c CODE | SCRIPT) [ARGUMENT...]`.
 */
import { loadPython } from '@pysock/pyodide-bridge';
import DRIVEN_LOOPS from './driven_loops.py.ts';
import { MAIN } from './main-program.ts';

const args = process.argv.slice(2);
const python = await loadPython({ argv: ['python'] });
const globals = python.pyodide.toPy({ arguments: args, folder: process.cwd() });
const status = await python.run(`${DRIVEN_LOOPS}\n${MAIN}`, { globals });
await python.close();
process.exit(status as number);
