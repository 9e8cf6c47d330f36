/**
 * The command `pysock`. Python runs in a worker, so that this thread can hear signals while Python computes or is blocked in a
 * system call. The worker ends the process; this thread does so only when the worker fails before Python runs.
 */
import { constants as fileConstants, openSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { inheritedDescriptors } from '../kernel/descriptors/inherited.ts';
import { forkedFrom } from '../processes/forked-option.ts';
import { type Inherited, takeInherited } from '../signals/inherited.ts';
import { createInterruptState, type SignalRequest } from '../signals/interrupt-state.ts';
import { collectGarbage } from '../snapshot/collect-garbage.ts';
import { hostArguments } from '../start/host-texts.ts';
import { nativeStackKilobytes } from '../wasm/stack.ts';
import { canSwitchStacks } from '../wasm/trampolines.ts';
import { missingPermissions, startFailure } from './start-failure.ts';
import { compileWasm, setCompilerFlags } from './wasm.ts';

/** Node ignores it already, or it cannot be heard. */
const UNHEARD: ReadonlySet<string> = new Set(['SIGPIPE', 'SIGKILL', 'SIGSTOP']);

const { O_DIRECTORY, O_RDONLY } = fileConstants;

function nothing(): void {}

/** Node's names of those signals of a set that it can be given a listener for. */
function namesOf(signals: bigint): NodeJS.Signals[] {
  if (signals === 0n) return [];
  const all = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  return all
    .filter(([name, number]) => ((signals >> BigInt(number - 1)) & 1n) === 1n && !UNHEARD.has(name))
    .map(([name]) => name);
}

/** What the worker is given. */
export interface WorkerInput {
  readonly argv: string[];
  readonly executable: string;
  readonly shared: SharedArrayBuffer;
  /** The host's descriptors that the program was started with. */
  readonly descriptors: readonly number[];
  readonly inherited: Inherited;
  /** The working folder, when it was deleted: the worker goes back to it. */
  readonly lostFolder?: number;
}

let worker: Worker | undefined;

function fail(error: unknown): void {
  worker?.removeAllListeners();
  const message = startFailure(error instanceof Error ? error.message : String(error));
  process.stderr.write(`pysock: ${message}\n`, () => process.exit(1));
}

process.on('uncaughtException', fail);
const lacking = missingPermissions();
if (lacking !== undefined) throw new Error(lacking);

// Before anything else is opened.
// The one that a trace goes to is not the program's.
const trace = Number(process.env.PYSOCK_TRACE_FILE ?? -1);
const [, script = '', ...words] = process.argv;
const { inherited, args } = takeInherited(hostArguments(words));
const others = (inherited.descriptors ?? inheritedDescriptors()).filter((fd) => fd !== trace);
const descriptors = [...[0, 1, 2].filter((fd) => !inherited.closed.includes(fd)), ...others];
// Node has given these their default action. They are ignored again as soon as that can be said to the kernel; until then nothing
// becomes of them.
const unheard = namesOf(inherited.ignored);
for (const name of unheard) process.on(name, nothing);
const shared = createInterruptState();

// Of the worker's heap, in megabytes. It begins with one, and would be collected eight times until the program begins.
// What waits until it is needed has time for that, and is to be small.
const forked = forkedFrom(['pysock', ...args]);
const isSpare = forked !== undefined && 'socket' in forked;
if (!isSpare) v8.setFlagsFromString('--min-semi-space-size=16');
setCompilerFlags();

/** In megabytes. Where stacks cannot be switched Python's C code runs on the worker's own stack (wasm/stack.ts). */
function workerStack(): number {
  return canSwitchStacks() ? 32 : nativeStackKilobytes() >> 10;
}

/** A working folder that has no path any more. A worker asks for the path when it begins, and fails without one. */
function leaveLostFolder(): number | undefined {
  try {
    process.cwd();
    return undefined;
  } catch {
    const folder = openSync('.', O_RDONLY | O_DIRECTORY);
    process.chdir('/');
    return folder;
  }
}

const lostFolder = leaveLostFolder();
const workerData: WorkerInput = {
  ...{ argv: ['pysock', ...args], executable: script, shared, descriptors, inherited },
  ...(lostFolder === undefined ? {} : { lostFolder }),
};
worker = new Worker(new URL('./worker.cjs', import.meta.url), {
  workerData,
  // Python uses the descriptors themselves; Node's streams over them would make them non-blocking.
  stdin: true,
  stdout: true,
  stderr: true,
  resourceLimits: { stackSizeMb: workerStack(), maxYoungGenerationSizeMb: 64 },
});

const wasm = compileWasm(fileURLToPath(import.meta.resolve('pyodide/pyodide.asm.wasm')));
wasm.then(
  (module) => worker?.postMessage(module),
  () => {},
);

async function startRelay(): Promise<InstanceType<typeof import('./relay.ts')['SignalRelay']>> {
  // Until then the worker and the threads that compile keep the processors busy.
  if (forked === undefined) await wasm;
  const { SignalRelay, hearAsParent, noteOptions }: typeof import('./relay.ts') = await import(
    new URL('./relay.js', import.meta.url).href
  );
  for (const name of unheard) process.removeListener(name, nothing);
  const relay = new SignalRelay(shared, inherited);
  if (forked === undefined) noteOptions(inherited.node);
  else if ('image' in forked) hearAsParent(relay, forked.image);
  return relay;
}

const relay = startRelay();
relay.catch(fail);

worker.on('message', async (request: SignalRequest | 'shrink') => {
  if (request === 'shrink') collectGarbage();
  else (await relay).answer(request);
});

worker.on('error', fail);
// Python's end is the process's: a worker that ends by itself has lost its program.
worker.on('exit', () => fail('Python stands still: no thread of it can go on. That is a fault of pysock'));
