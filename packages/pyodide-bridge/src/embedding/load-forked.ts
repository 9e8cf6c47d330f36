/** The process that a fork makes: an interpreter started as its parent was, over a copy of the parent's memory. */
import { writeSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import { addLibrary } from '../installing/library/index.ts';
import { enableFork } from '../modules/posix/copying.ts';
import { noteOpenFiles } from '../modules/posix/starting.ts';
import { type Exit, ProcessExit, SIGABRT } from '../processes/exit.ts';
import { mapImage, readImage } from '../processes/fork-image.ts';
import { resumeFrames } from '../processes/resume.ts';
import { LostFunction } from '../processes/return-through.ts';
import { NOTHING } from '../signals/inherited.ts';
import type { Interrupts } from '../signals/interrupts.ts';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { startPython, startSettings } from '../snapshot/snapshot.ts';
import { debugTo } from '../start/debug.ts';
import { hashSeed } from '../start/hash-seed.ts';
import { type RawFunction, rawFunction } from '../wasm/emscripten.ts';
import { growHeap, keptDescriptors, loadKept } from '../wasm/forked.ts';
import type { Journal } from '../wasm/journal.ts';
import { prepareStack } from '../wasm/stack.ts';
import { install, type MainThread } from './load-python.ts';

const { F_SETFD, FD_CLOEXEC, SIGINT } = constants;

type Promising = (call: RawFunction) => (...args: number[]) => Promise<number>;
// What JavaScript Promise Integration adds. Where there is none nothing can be suspended: the calls block, and threads cannot be started.
const { promising } = WebAssembly as { promising?: Promising };
const called: Promising =
  promising ??
  ((call) =>
    async (...args) =>
      call(...args));

/** Runs the copy to its end. `image` is the descriptor of what the parent has written. */
export async function runForked(image: number, command: readonly string[], main: MainThread): Promise<Exit> {
  const state = readImage(image);
  const { argv } = state;
  const seed = hashSeed(argv, process.env);
  const debug = debugTo(2, process.env);
  const settings = startSettings(seed, undefined, cacheFolder(process.env), main.wasm, debug);
  const { hostFiles, installed } = await startPython(settings, (python, files) => install(python, files, main));
  const { bridge } = installed;
  const interrupts = installed.interrupts as Interrupts;
  const { capi, descriptors, hostMemory } = bridge;
  const { module } = capi;
  hostFiles.waitWith(bridge.scheduler);
  hostFiles.enable();
  addLibrary(capi.emscripten);

  growHeap(capi.emscripten, state.heapLength);
  mapImage(image, hostMemory, state.heapLength);
  (module.journal as Journal).replay(state.journal);
  // Registering has written what was there then.
  mapImage(image, hostMemory, state.heapLength);
  sys.close(image);
  loadKept(module, state.kept);
  for (const fd of keptDescriptors(module)) sys.fcntl(fd, F_SETFD, FD_CLOEXEC);

  sys.noteSharing();
  descriptors.adopt([]);
  for (const [guest, host, isInheritable] of state.descriptors) {
    descriptors.open(host, guest);
    sys.fcntl(host, F_SETFD, isInheritable ? 0 : FD_CLOEXEC);
  }
  const copied = (): void => {
    const clock = bridge.threadStates.runtime?.clockAddress();
    interrupts.listen(capi.emscripten, clock === undefined ? 0 : hostMemory.address(clock));
    interrupts.poll();
  };
  noteOpenFiles(bridge, main.inherited?.openFiles);
  enableFork(bridge, { command, inherited: main.inherited ?? NOTHING, argv, isCopy: true, copied });
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
