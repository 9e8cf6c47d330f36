/** posixmodule.c: os_fork_impl, os_forkpty_impl. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { becomeTerminal } from '../../processes/login-terminal.ts';
import { keepAcrossFork } from '../../wasm/forked.ts';
import { createCopying } from './copying.ts';
import { openPair } from './openpty.ts';

/** Python's descriptors of a pseudo-terminal. */
interface Terminal {
  readonly master: number;
  readonly slave: number;
}

export function forkFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, scheduler, threadStates } = bridge;
  const copying = createCopying(bridge);
  /** What a copy is told of, in which forkpty goes on. */
  let terminal: Terminal | undefined;
  keepAcrossFork(capi.module, 'terminal', {
    save: () => terminal,
    load(saved: Terminal) {
      terminal = saved;
    },
  });

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

  function os_fork(): PyObject {
    if (copying.isCopy()) {
      copying.goOn();
      return capi.PyErr_Occurred() === 0 ? capi.fromNumber(0) : 0;
    }
    if (!mayFork('fork')) return 0;
    const pid = copying.start();
    if (pid < 0) return errors.setErrno(-pid);
    return warnOfThreads('fork') ? capi.fromNumber(pid) : 0;
  }

  const pair = (pid: number, master: number): PyObject => capi.pairOf(capi.fromNumber(pid), capi.fromNumber(master));

  function inTerminal({ master, slave }: Terminal): PyObject {
    terminal = undefined;
    descriptors.close(master);
    // <pty.h>: the child of forkpty ends when this fails.
    if (becomeTerminal(descriptors, slave) < 0) sys._exit(1);
    copying.goOn();
    return capi.PyErr_Occurred() === 0 ? pair(0, -1) : 0;
  }

  function os_forkpty(): PyObject {
    if (copying.isCopy() && terminal !== undefined) return inTerminal(terminal);
    if (!mayFork('forkpty')) return 0;
    const ends = openPair();
    if (typeof ends === 'number') return errors.setErrno(-ends);
    const [master, slave] = ends.map((host) => {
      // C's have no close-on-exec.
      sys.fcntl(host, constants.F_SETFD, 0);
      return descriptors.open(host);
    }) as [number, number];
    terminal = { master, slave };
    const pid = copying.start();
    terminal = undefined;
    descriptors.close(slave);
    if (pid < 0) {
      descriptors.close(master);
      return errors.setErrno(-pid);
    }
    return warnOfThreads('forkpty') ? pair(pid, master) : 0;
  }

  return [
    noArgs(
      'fork',
      os_fork,
      'fork($module, /)\n--\n\nFork a child process. Returns 0 to the child process and its pid to the parent process.',
    ),
    noArgs(
      'forkpty',
      os_forkpty,
      'forkpty($module, /)\n--\n\nFork a child process in a new pseudo-terminal. Returns its pid, which is 0 in the child, and the master.',
    ),
  ];
}
