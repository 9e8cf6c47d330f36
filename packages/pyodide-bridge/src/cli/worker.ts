/** Python's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { endProcess } from '../runtime/exit.ts';
import { loadPython } from '../runtime/load-python.ts';
import type { WorkerInput } from './main.ts';

const { argv, executable, shared } = workerData as WorkerInput;
const python = await loadPython({ argv, executable }, { shared, ask: (request) => parentPort?.postMessage(request) });
endProcess(await python.runMain());
