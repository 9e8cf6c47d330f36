/**
 * Copies of this process, for all functions of Python that fork: the copy goes on in a process of its own (processes/), where the frame
 * that called such a function makes the call again.
 */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { EmscriptenModule } from '../../capi/index.ts';
import { mappingsOf, type SavedMapping } from '../../kernel/memory/mappings.ts';
import { Copies, type CopyState } from '../../processes/copies.ts';
import type { ForkState } from '../../processes/fork-image.ts';
import { present } from '../../processes/given.ts';
import { keepResumed } from '../../processes/resume.ts';
import { HIDDEN_SIGNAL } from '../../scheduler/runtime-words.ts';
import { createDelivery } from '../../signals/delivery.ts';
import { type Inherited, inheritedWord } from '../../signals/inherited.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { keepAcrossFork, loadedLibraries, saveKept } from '../../wasm/forked.ts';
import type { Journal } from '../../wasm/journal.ts';
import { childrenOf } from './children.ts';
import { ForkHooks } from './fork-hooks.ts';
import { inheritedOpenFiles as openFiles } from './starting.ts';

const LAST_SIGNAL = 64;
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
    load: (saved: SavedMapping[], hostOf) =>
      mappingsOf(emscripten).load(
        saved.map((mapping) => ({ ...mapping, fd: mapping.fd < 0 ? -1 : hostOf(mapping.fd) })),
      ),
    descriptors: () => [...mappingsOf(emscripten).list()].flatMap(({ fd }) => (fd < 0 ? [] : [fd])),
  });
}

/** Made when `posix` is, which is once for an interpreter. */
const created = new WeakMap<Bridge, Copying>();

export function copyingOf(bridge: Bridge): Copying {
  return created.get(bridge) as Copying;
}

export type Copying = ReturnType<typeof createCopying>;

export function createCopying(bridge: Bridge) {
  const { capi, descriptors, errors, hostMemory, scheduler } = bridge;
  const { module } = capi;
  const fn = (name: string) => rawFunction(module, name);
  const hooks = new ForkHooks(bridge);
  const { actionOf } = createDelivery(module);
  const currentState = fn('PyThreadState_Get');
  keepResumed(capi);
  keepMappings(capi.emscripten, module);
  const copies = new Copies(module, hostMemory);

  /** What Python handles or ignores. Node gives all signals their default actions when it starts. */
  function heard(): ForkState['signals'] {
    const signals: { signal: number; disposition: 'caught' | 'ignored' }[] = [];
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      const action = signal === HIDDEN_SIGNAL ? 'default' : actionOf(signal);
      if (action !== 'default') signals.push({ signal, disposition: action === 'ignored' ? 'ignored' : 'caught' });
    }
    return signals;
  }

  /** What the copy is told, and the word that its command is started with. */
  function stateOf(forking: Forking): CopyState {
    const signals = heard();
    const thread = scheduler.current ?? scheduler.main;
    const forks = thread === scheduler.main ? undefined : thread;
    const ignored = setOf(signals.filter(({ disposition }) => disposition === 'ignored'));
    return {
      argv: forking.argv,
      descriptors: descriptors.list().map(({ guest, host, isInheritable }) => [guest, host, isInheritable] as const),
      stackPointer: module.stackSave(),
      threadState: currentState(),
      thread: forks && { ident: forks.ident, stack: forks.stack, name: Buffer.from(forks.name).toString('latin1') },
      journal: (module.journal as Journal).entries,
      kept: saveKept(module),
      signals,
      blocked: String(thread.blocked),
      inherited: inheritedWord({ ...forking.inherited, ...openFiles(bridge), ignored, blocked: thread.blocked }),
      given: present(),
    };
  }

  const copying = {
    /** Whether this is the copy, and the call that made it is made again. */
    isCopy: (): boolean => known.get(bridge)?.isCopy === true || hooks.hasRun('PyOS_AfterFork_Child'),

    /**
     * In the copy, PyOS_AfterFork_Child: from here on it is a process like any other. False: the builtin is to return at once, and will
     * be called again.
     */
    goOn(): boolean {
      const forking = known.get(bridge) as Forking;
      forking.isCopy = false;
      if (!hooks.run('PyOS_AfterFork_Child')) return false;
      forking.copied?.();
      return true;
    },

    /** Whether this process can be copied. False with an exception set. */
    isPossible(name: string): boolean {
      if (known.get(bridge) === undefined || module.journal === undefined) {
        errors.setErrno(constants.ENOSYS);
        return false;
      }
      const [library] = loadedLibraries(capi.emscripten);
      if (library === undefined) return true;
      capi.raise('RuntimeError', `${name} cannot copy a process that has loaded ${library}: spawn instead`);
      return false;
    },

    /** What `find` returns, found once however often the builtin that forks is called. */
    once: (find: () => number): number => hooks.once(find),

    /**
     * The copy's pid, or -errno, for a process that can be copied. Undefined: the builtin is to return at once, and will be called
     * again. `around` is what happens once, before and after the copy is made.
     */
    start(around: (copy: () => number) => number = (copy) => copy()): number | undefined {
      if (!hooks.run('PyOS_BeforeFork')) return undefined;
      const forking = known.get(bridge) as Forking;
      const pid = hooks.once(() => around(() => copies.make(stateOf(forking), forking.command)));
      if (!hooks.run('PyOS_AfterFork_Parent')) return undefined;
      if (pid < 0) return pid;
      childrenOf(bridge).started();
      copies.prepare(forking);
      return pid;
    },
  };
  created.set(bridge, copying);
  return copying;
}
