/** Python's thread. */
import { writeSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { cacheFolder, readEnvironment } from '../runtime/environment.ts';
import { endProcess } from '../runtime/exit.ts';
import { loadPython } from '../runtime/load-python.ts';
import { makeFolder } from '../runtime/make-folder.ts';
import type { WorkerInput } from './main.ts';
import { type TraceOption, takeTraceOption } from './trace-option.ts';

const { argv, executable, shared } = workerData as WorkerInput;

// Pyodide's script has a million characters. Node before 22.8 has no such cache.
const folder = cacheFolder(readEnvironment(process.env));
if (folder !== null && makeFolder(folder)) nodeModule.enableCompileCache?.(join(folder, 'compile-cache'));

function ownOption(): TraceOption {
  try {
    return takeTraceOption(argv);
  } catch (error) {
    writeSync(2, `pysock: ${(error as Error).message}\n`);
    return endProcess({ status: 2 });
  }
}

const python = await loadPython(
  { ...ownOption(), executable },
  { shared, ask: (request) => parentPort?.postMessage(request) },
);
nodeModule.flushCompileCache?.();
endProcess(await python.runMain());
