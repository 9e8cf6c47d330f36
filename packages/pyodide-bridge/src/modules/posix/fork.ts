/** posixmodule.c: os_fork_impl: the copy goes on in a process of its own, which is started for it (processes/). */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { EmscriptenModule, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { mappingsOf, type SavedMapping } from '../../kernel/memory/mappings.ts';
import { startCopy, startHearing } from '../../processes/fork.ts';
import { type ForkState, writeImage } from '../../processes/fork-image.ts';
import { keepResumed } from '../../processes/resume.ts';
import { HIDDEN_SIGNAL } from '../../scheduler/runtime-words.ts';
import { createDelivery } from '../../signals/delivery.ts';
import { type Inherited, inheritedWord } from '../../signals/inherited.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { keepAcrossFork, keptDescriptors, loadedLibraries, saveKept } from '../../wasm/forked.ts';
import type { Journal } from '../../wasm/journal.ts';
import { childrenOf } from './children.ts';
import { inheritedOpenFiles as openFiles } from './starting.ts';

const LAST_SIGNAL = 64;
/** Python handles or ignores these from its start. */
const USUAL = new Set([constants.SIGINT, constants.SIGPIPE, constants.SIGXFSZ]);

/** How a program of this interpreter's can be copied: known to the command alone. */
export interface Forking {
  /** Node, its options, and the command's script. */
  readonly command: readonly string[];
  /** What the command was started with. */
  readonly inherited: Inherited;
  /** Python's command line. */
  readonly argv: readonly string[];
  /** This is the copy, and the call that is made again has not returned yet. */
  isCopy: boolean;
  /** Called in the copy when the call has been made again. */
  copied?(): void;
}

const setOf = (signals: ForkState['signals']): bigint =>
  signals.reduce((set, { signal }) => set | (1n << BigInt(signal - 1)), 0n);

const known = new WeakMap<Bridge, Forking>();

export function enableFork(bridge: Bridge, forking: Forking): void {
  known.set(bridge, forking);
}

/** What is shared with files and other processes is shared with the copy too. */
function keepMappings(emscripten: EmscriptenModule, module: EmscriptenModule): void {
  keepAcrossFork(module, 'mappings', {
    save: () => mappingsOf(emscripten).save(),
    load: (saved: SavedMapping[]) => mappingsOf(emscripten).load(saved),
    descriptors: () => [...mappingsOf(emscripten).list()].flatMap(({ fd }) => (fd < 0 ? [] : [fd])),
  });
}

export function forkFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, hostMemory, scheduler } = bridge;
  const { module } = capi;
  const fn = (name: string) => rawFunction(module, name);
  const [before, afterParent, afterChild] = ['BeforeFork', 'AfterFork_Parent', 'AfterFork_Child'].map((name) =>
    fn(`PyOS_${name}`),
  ) as [() => number, () => number, () => number];
  const { actionOf } = createDelivery(module);
  const currentState = fn('PyThreadState_Get');
  const original = memberOf(capi, 'posix', 'fork');
  keepResumed(capi);
  keepMappings(capi.emscripten, module);

  /** What Python handles or ignores. Node gives all signals their default actions when it starts. */
  function heard(): ForkState['signals'] {
    const signals: { signal: number; disposition: 'caught' | 'ignored' }[] = [];
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      const action = signal === HIDDEN_SIGNAL ? 'default' : actionOf(signal);
      if (action !== 'default') signals.push({ signal, disposition: action === 'ignored' ? 'ignored' : 'caught' });
    }
    return signals;
  }

  function copy(forking: Forking): number {
    const open = descriptors.list().map(({ guest, host, isInheritable }) => [guest, host, isInheritable] as const);
    const signals = heard();
    const thread = scheduler.current ?? scheduler.main;
    const forks = thread === scheduler.main ? undefined : thread;
    const state = {
      argv: forking.argv,
      descriptors: open,
      stackPointer: module.stackSave(),
      threadState: currentState(),
      thread: forks && { ident: forks.ident, stack: forks.stack, name: Buffer.from(forks.name).toString('latin1') },
      journal: (module.journal as Journal).entries,
      kept: saveKept(module),
      signals,
      blocked: String(thread.blocked),
    };
    const ignored = setOf(signals.filter(({ disposition }) => disposition === 'ignored'));
    const word = inheritedWord({ ...forking.inherited, ...openFiles(bridge), ignored, blocked: thread.blocked });
    const start = (ready: number): number => {
      const image = writeImage(module, hostMemory, { ...state, ready });
      if (image < 0) return image;
      const pid = startCopy({
        image,
        descriptors: open,
        others: keptDescriptors(module),
        command: [...forking.command, word],
        ready,
      });
      sys.close(image);
      return pid;
    };
    return startHearing(
      start,
      signals.some(({ signal }) => !USUAL.has(signal)),
    );
  }

  function os_fork(): PyObject {
    const forking = known.get(bridge);
    if (forking === undefined || module.journal === undefined) return capi.PyObject_CallNoArgs(original);
    if (forking.isCopy) {
      forking.isCopy = false;
      afterChild();
      forking.copied?.();
      return capi.PyErr_Occurred() === 0 ? capi.fromNumber(0) : 0;
    }
    if (!capi.audit('os.fork', '')) return 0;
    const [library] = loadedLibraries(capi.emscripten);
    if (library !== undefined) {
      return capi.raise('RuntimeError', `os.fork() cannot copy a process that has loaded ${library}: spawn instead`);
    }
    before();
    const pid = copy(forking);
    afterParent();
    if (pid < 0) return errors.setErrno(-pid);
    childrenOf(bridge).started();
    if (scheduler.alive > 1 && !warnOfThreads('fork')) return 0;
    return capi.fromNumber(pid);
  }

  /** posixmodule.c: warn_about_fork_with_threads */
  function warnOfThreads(name: string): boolean {
    const text = `This process (pid=${process.pid}) is multi-threaded, use of ${name}() may lead to deadlocks in the child.`;
    const pointer = capi.memory.cString(text);
    const result = capi.PyErr_WarnEx(capi.PyExc('DeprecationWarning'), pointer, 1);
    capi.memory.free(pointer);
    return result >= 0;
  }

  return [
    noArgs(
      'fork',
      os_fork,
      'fork($module, /)\n--\n\nFork a child process. Returns 0 to the child process and its pid to the parent process.',
    ),
  ];
}
