/** The process that a fork makes: an interpreter started as its parent was, over a copy of the parent's memory. */
import { writeSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import { addLibrary } from '../installing/library/index.ts';
import { enableFork } from '../modules/posix/copying.ts';
import { noteOpenFiles } from '../modules/posix/starting.ts';
import { type Exit, ProcessExit, SIGABRT } from '../processes/exit.ts';
import { type ForkState, mapImage, readImage } from '../processes/fork-image.ts';
import { take } from '../processes/given.ts';
import { resumeFrames } from '../processes/resume.ts';
import { LostFunction } from '../processes/return-through.ts';
import { HEARS, READY, receiveDescriptors, say } from '../processes/spare-messages.ts';
import { type Inherited, NOTHING, takeInherited } from '../signals/inherited.ts';
import type { Interrupts } from '../signals/interrupts.ts';
import { signalsOf } from '../signals/signal-sets.ts';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { collectGarbage } from '../snapshot/collect-garbage.ts';
import { startPython, startSettings } from '../snapshot/snapshot.ts';
import { debugTo } from '../start/debug.ts';
import { hashSeed } from '../start/hash-seed.ts';
import { type RawFunction, rawFunction } from '../wasm/emscripten.ts';
import { growHeap, keptDescriptors, loadKept } from '../wasm/forked.ts';
import type { Journal } from '../wasm/journal.ts';
import { prepareStack } from '../wasm/stack.ts';
import { type Installed, install, type MainThread } from './load-python.ts';

const { F_SETFD, FD_CLOEXEC, SIGINT } = constants;

type Promising = (call: RawFunction) => (...args: number[]) => Promise<number>;
// What JavaScript Promise Integration adds. Where there is none nothing can be suspended: the calls block, and threads cannot be started.
const { promising } = WebAssembly as { promising?: Promising };
const called: Promising =
  promising ??
  ((call) =>
    async (...args) =>
      call(...args));

/** Gives back what the start has used and left: in this thread, in the other one, and of the C library's. */
function shrink({ shrink: inMainThread }: MainThread): void {
  collectGarbage();
  inMainThread?.();
  sys.keepLittleMemory();
}

/** An interpreter that was started as the parent's was, and nothing more. */
async function startBlank(argv: readonly string[], main: MainThread): Promise<Installed> {
  const seed = hashSeed(argv, process.env);
  const debug = debugTo(2, process.env);
  const settings = startSettings(
    seed,
    undefined,
    cacheFolder(process.env),
    main.wasm as Promise<WebAssembly.Module> | undefined,
    debug,
  );
  const { hostFiles, installed } = await startPython(settings, (python, files) => install(python, files, main));
  hostFiles.waitWith(installed.bridge.scheduler);
  hostFiles.enable();
  addLibrary(installed.bridge.capi.emscripten);
  sys.noteSharing();
  return installed;
}

/** Runs the copy to its end. `image` is the descriptor of what the parent has written. */
export async function runForked(image: number, command: readonly string[], main: MainThread): Promise<Exit> {
  sys.keepLittleMemory();
  const state = readImage(image);
  const copy = { image, state, hostOf: (host: number) => host, command, inherited: main.inherited ?? NOTHING };
  const installed = await startBlank(state.argv, main);
  // A child has as much memory as another, whichever process became it: 75 MB of its own instead of 115.
  shrink(main);
  return runCopy(installed, copy);
}

/** Waits until it is to be a copy, which it runs to its end. `socket` is its connection with the parent. */
export async function runSpare(
  socket: number,
  argv: readonly string[],
  command: readonly string[],
  main: MainThread,
): Promise<Exit> {
  sys.keepLittleMemory();
  const installed = await startBlank(argv, main);
  shrink(main);
  say(socket, READY);
  const numbers = receiveDescriptors(socket);
  if (numbers === undefined) return { status: 0 };
  const [image = -1, folder = -1] = numbers.values();
  const state = readImage(image);
  sys.fchdir(folder);
  sys.close(folder);
  take(state.given);
  const { inherited } = takeInherited([state.inherited]);
  const interrupts = installed.interrupts as Interrupts;
  const handled = new Map(state.signals.map(({ signal, disposition }) => [signal, disposition]));
  for (const signal of signalsOf(main.inherited?.ignored ?? 0n)) {
    if (!handled.has(signal)) interrupts.setDisposition(signal, 'default');
  }
  for (const [signal, disposition] of handled) interrupts.setDisposition(signal, disposition);
  say(socket, HEARS);
  sys.close(socket);
  const hostOf = (host: number): number => numbers.get(host) as number;
  return runCopy(installed, { image, state, hostOf, command, inherited });
}

interface Copy {
  readonly image: number;
  readonly state: ForkState;
  /** The number that a descriptor of the parent's has here. */
  readonly hostOf: (host: number) => number;
  readonly command: readonly string[];
  readonly inherited: Inherited;
}

/** Makes the memory and what JavaScript knows those of the parent. */
function becomeCopy({ bridge }: Installed, { image, state, hostOf }: Copy): void {
  const { capi, descriptors, hostMemory } = bridge;
  const { module } = capi;
  growHeap(capi.emscripten, state.heapLength);
  mapImage(image, hostMemory, state.heapLength);
  (module.journal as Journal).replay(state.journal);
  // Registering has written what was there then.
  mapImage(image, hostMemory, state.heapLength);
  sys.close(image);
  loadKept(module, state.kept, hostOf);
  for (const fd of keptDescriptors(module)) sys.fcntl(fd, F_SETFD, FD_CLOEXEC);

  descriptors.adopt([]);
  for (const [guest, parents, isInheritable] of state.descriptors) {
    const host = hostOf(parents);
    // Before it is a standard stream, which keeps that.
    sys.fcntl(host, F_SETFD, isInheritable ? 0 : FD_CLOEXEC);
    descriptors.open(host, guest);
  }
}

async function runCopy(installed: Installed, copy: Copy): Promise<Exit> {
  const { state, command, inherited } = copy;
  const { bridge } = installed;
  const interrupts = installed.interrupts as Interrupts;
  const { capi, hostMemory } = bridge;
  const { module } = capi;
  try {
    becomeCopy(installed, copy);
  } catch (error) {
    // A spare process has no standard streams of its own.
    const stderr = state.descriptors.find(([guest]) => guest === 2);
    if (stderr !== undefined) writeSync(copy.hostOf(stderr[1]), `Fatal Python error: ${String(error)}\n`);
    return { signal: SIGABRT };
  }
  const copied = (): void => {
    const clock = bridge.threadStates.runtime?.clockAddress();
    interrupts.listen(capi.emscripten, clock === undefined ? 0 : hostMemory.address(clock));
    interrupts.poll();
  };
  noteOpenFiles(bridge, inherited.openFiles);
  enableFork(bridge, { command, inherited, argv: state.argv, isCopy: true, copied });
  module.stackRestore(state.stackPointer);
  if (state.thread === undefined) prepareStack(module);
  else {
    const { ident, stack, name } = state.thread;
    bridge.scheduler.main = bridge.threadStates.becomeMain(
      ident,
      state.threadState,
      stack,
      Buffer.from(name, 'latin1'),
    );
  }
  bridge.scheduler.main.nativeId = process.pid;
  bridge.masks.inherit(bridge.scheduler.main, BigInt(state.blocked));
  try {
    const rest = (): Promise<Exit> => goOn(bridge, state.threadState, state.thread !== undefined);
    bridge.scheduler.entrance.takeCareOfHeap();
    return await (promising === undefined ? rest() : bridge.scheduler.entrance.enter(rest));
  } catch (error) {
    if (error instanceof ProcessExit) return error.exit;
    writeSync(2, `Fatal Python error: ${error instanceof LostFunction ? error.message : String(error)}\n`);
    return { signal: SIGABRT };
  } finally {
    interrupts.acknowledge();
  }
}

/** Modules/main.c: pymain_run_python, Py_RunMain: what is left of them when the program's last frame has ended. */
async function goOn(bridge: Bridge, threadState: number, isThread: boolean): Promise<Exit> {
  const { capi } = bridge;
  const call = (name: string) => called(rawFunction(capi.module, name));
  const evaluate = call('_PyEval_EvalFrameDefault');
  const value = await resumeFrames(capi, evaluate, threadState);
  if (isThread) {
    // _threadmodule.c: thread_run returns, and with its last thread the process ends, without Py_FinalizeEx.
    if (value === 0) await call('PyErr_Print')();
    return { status: 0 };
  }
  let status = 0;
  let isInterrupted = false;
  if (value === 0) {
    status = 1;
    isInterrupted = capi.PyErr_ExceptionMatches(capi.PyExc('KeyboardInterrupt')) !== 0;
    await call('PyErr_Print')();
  }
  if ((await call('Py_FinalizeEx')()) < 0) status = 120;
  rawFunction(capi.module, 'fflush')(0);
  return isInterrupted ? { signal: SIGINT } : { status };
}
