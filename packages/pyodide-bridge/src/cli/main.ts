/**
 * The command `pysock`. Python runs in a worker, so that this thread can hear signals while Python computes or is blocked in a
 * system call. The worker ends the process; this thread does so only when the worker fails before Python runs.
 */
import { Worker } from 'node:worker_threads';
import { createInterruptState, type DispositionRequest } from '../runtime/interrupt-state.ts';

/** What the worker is given. */
export interface WorkerInput {
  readonly argv: string[];
  readonly executable: string;
  readonly shared: SharedArrayBuffer;
}

const [, script = '', ...args] = process.argv;
const shared = createInterruptState();

const workerData: WorkerInput = { argv: ['pysock', ...args], executable: script, shared };
const worker = new Worker(new URL('./worker.js', import.meta.url), {
  workerData,
  // Python uses the descriptors themselves; Node's streams over them would make them non-blocking.
  stdin: true,
  stdout: true,
  stderr: true,
  resourceLimits: { stackSizeMb: 32, maxYoungGenerationSizeMb: 64 },
});

const { SignalRelay }: typeof import('./relay.ts') = await import(new URL('./relay.js', import.meta.url).href);
const relay = new SignalRelay(shared);

worker.on('message', (request: DispositionRequest) => relay.answer(request));
worker.on('error', (error) => {
  process.stderr.write(`pysock: ${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
});
