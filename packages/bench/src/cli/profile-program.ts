/** Runs a script as the command pysock does, but in this thread, and writes where the time went: FILE SCRIPT ARGUMENTS... */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { loadPython } from '@pysock/pyodide-bridge';

const MICROSECONDS = 100;

const [file = '', ...argv] = process.argv.slice(2);
const python = await loadPython({ argv: ['pysock', ...argv] });
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: MICROSECONDS });
await session.post('Profiler.start');
await python.runMain();
const { profile } = await session.post('Profiler.stop');
writeFileSync(file, JSON.stringify(profile));
process.exit(0);
