/** posixmodule.c: os_fork_impl, os_forkpty_impl. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { becomeTerminal } from '../../processes/login-terminal.ts';
import { keepAcrossFork } from '../../wasm/forked.ts';
import { type Copying, createCopying } from './copying.ts';
import { openPair } from './openpty.ts';

/** Python's descriptors of a pseudo-terminal. */
interface Terminal {
  readonly master: number;
  readonly slave: number;
}

/** What is looked at before and after. */
function createChecks({ capi, scheduler, threadStates }: Bridge, copying: Copying) {
  /** Whether Python may fork here and now. False with an exception set. */
  function mayFork(name: string): boolean {
    if (threadStates.isFinalizing()) {
      capi.raise('PythonFinalizationError', "can't fork at interpreter shutdown");
      return false;
    }
    return capi.audit(`os.${name}`, '') && copying.isPossible(`os.${name}()`);
  }

  /** posixmodule.c: warn_about_fork_with_threads. False with an exception set. */
  function warnOfThreads(name: string): boolean {
    if (scheduler.alive <= 1) return true;
    const text = `This process (pid=${process.pid}) is multi-threaded, use of ${name}() may lead to deadlocks in the child.`;
    const pointer = capi.memory.cString(text);
    const result = capi.PyErr_WarnEx(capi.PyExc('DeprecationWarning'), pointer, 1);
    capi.memory.free(pointer);
    return result >= 0;
  }

  return { mayFork, warnOfThreads };
}

export function forkFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors } = bridge;
  const copying = createCopying(bridge);
  const { mayFork, warnOfThreads } = createChecks(bridge, copying);
  /** What a copy is told of, in which forkpty goes on. */
  let terminal: Terminal | undefined;
  keepAcrossFork(capi.module, 'terminal', {
    save: () => terminal,
    load(saved: Terminal) {
      terminal = saved;
    },
  });

  function os_fork(): PyObject {
    if (copying.isCopy()) return inCopy(() => capi.fromNumber(0));
    if (copying.once(() => Number(mayFork('fork'))) === 0) return 0;
    const pid = copying.start();
    if (pid === undefined) return 0;
    if (pid < 0) return errors.setErrno(-pid);
    return warnOfThreads('fork') ? capi.fromNumber(pid) : 0;
  }

  function inCopy(result: () => PyObject): PyObject {
    return copying.goOn() && capi.PyErr_Occurred() === 0 ? result() : 0;
  }

  const pair = (pid: number, master: number): PyObject => capi.pairOf(capi.fromNumber(pid), capi.fromNumber(master));

  function enterTerminal({ master, slave }: Terminal): void {
    terminal = undefined;
    descriptors.close(master);
    // <pty.h>: the child of forkpty ends when this fails.
    if (becomeTerminal(descriptors, slave) < 0) sys._exit(1);
  }

  /** The masters of children whose forkpty has not returned. */
  const masters = new Map<number, number>();

  /** <pty.h>: forkpty */
  function forkpty(copy: () => number): number {
    const ends = openPair();
    if (typeof ends === 'number') return ends;
    const [master, slave] = ends.map((host) => {
      // C's have no close-on-exec.
      sys.fcntl(host, constants.F_SETFD, 0);
      return descriptors.open(host);
    }) as [number, number];
    terminal = { master, slave };
    const pid = copy();
    terminal = undefined;
    descriptors.close(slave);
    if (pid < 0) descriptors.close(master);
    else masters.set(pid, master);
    return pid;
  }

  function os_forkpty(): PyObject {
    if (copying.isCopy()) {
      if (terminal !== undefined) enterTerminal(terminal);
      return inCopy(() => pair(0, -1));
    }
    if (copying.once(() => Number(mayFork('forkpty'))) === 0) return 0;
    const pid = copying.start(forkpty);
    if (pid === undefined) return 0;
    if (pid < 0) return errors.setErrno(-pid);
    const master = masters.get(pid) as number;
    masters.delete(pid);
    return warnOfThreads('forkpty') ? pair(pid, master) : 0;
  }

  return [
    noArgs(
      'fork',
      os_fork,
      'fork($module, /)\n--\n\nFork a child process. Returns 0 to the child process and its pid to the parent process.',
      { calls: true },
    ),
    noArgs(
      'forkpty',
      os_forkpty,
      'forkpty($module, /)\n--\n\nFork a child process in a new pseudo-terminal. Returns its pid, which is 0 in the child, and the master.',
      { calls: true },
    ),
  ];
}
