/**
 * Runs a script as the command pysock does, but in this thread, and writes where the time went: FILE HOW SCRIPT ARGUMENTS...
 *
 * As under the command, somebody else hears signals, so that Python blocks in its system calls: here nobody does, and what is
 * asked of him is answered at once. HOW is `plain`, or `suspended` for a script with threads. V8's profiler does not see who
 * has called a C function on a stack that can be suspended, so that all others run on the plain one.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { loadPython } from '@pysock/pyodide-bridge';

const MICROSECONDS = 100;

const RUN = `
import os, runpy, sys
sys.path.insert(0, os.path.dirname(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
`;

const [file = '', how, ...argv] = process.argv.slice(2);
/** At least as many words as interrupt-state.ts has (Word). */
const words = new Int32Array(new SharedArrayBuffer(64));
const ANSWERED = 3;
const signals = {
  descriptors: [0, 1, 2],
  shared: words.buffer as SharedArrayBuffer,
  ask: () => {
    Atomics.add(words, ANSWERED, 1);
  },
};
const python = await loadPython({ argv: ['pysock', ...argv] }, signals);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: MICROSECONDS });
await session.post('Profiler.start');
if (how === 'plain') python.pyodide.runPython(RUN);
else await python.runMain();
const { profile } = await session.post('Profiler.stop');
writeFileSync(file, JSON.stringify(profile));
process.exit(0);
