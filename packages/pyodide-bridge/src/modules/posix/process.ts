/** posixmodule.c: the process, its user, its end. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { METH_FASTCALL, METH_NOARGS, METH_O, type MethodDef } from '../../capi/methodobject.ts';
import { ProcessExit } from '../../processes/exit.ts';
import { createDelivery } from '../../signals/delivery.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { execFunctions } from './exec.ts';
import { forkFunctions } from './fork.ts';
import { spawnFunctions } from './spawn.ts';
import { waitFunctions } from './wait.ts';

/**
 * Delivers a signal to this process as its own thread would see it: in the main thread a Python handler is run before the caller
 * goes on, and from another the main thread is interrupted.
 */
export function createSelfSignal(bridge: Bridge): (signal: number) => number {
  const { masks, scheduler } = bridge;
  const { actionOf, deliver } = createDelivery(bridge.capi.module);
  return (signal) => {
    const action = signal >= 1 && signal <= sys.SIGRTMAX() ? actionOf(signal) : 'default';
    if (action === 'default' || action === 'ignored' || masks.isBlocked(signal)) return sys.kill(process.pid, signal);
    deliver(signal);
    if (scheduler.current !== undefined && scheduler.current !== scheduler.main) scheduler.summonMain();
    return 0;
  };
}

export function processFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors, parsers, runHandlers } = bridge;
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  const signalSelf = createSelfSignal(bridge);

  /** posixmodule.c: os_kill_impl */
  function os_kill(_module: number, args: number, count: number): number {
    if (checkPositional(capi.memory.literal('kill'), count, 2, 2) === 0) return 0;
    const pid = parsers.asInt(capi.memory.uint32(args));
    if (pid === null) return 0;
    const signal = parsers.asInt(capi.memory.uint32(args + 4));
    if (signal === null || !capi.audit('os.kill', 'ii', pid, signal)) return 0;
    const result = pid === process.pid ? signalSelf(signal) : sys.kill(pid, signal);
    if (result < 0) return errors.setErrno(-result);
    return runHandlers();
  }

  /** posixmodule.c: os__exit_impl */
  function os__exit(_module: number, o: number): number {
    const status = parsers.asInt(o);
    if (status === null) return 0;
    throw new ProcessExit({ status });
  }

  const number = (name: string, doc: string, get: () => number): MethodDef => ({
    name,
    flags: METH_NOARGS,
    call: () => capi.fromNumber(get()),
    doc: `${name}($module, /)\n--\n\n${doc}`,
  });

  /** posixmodule.c: os_killpg_impl */
  function os_killpg(_module: number, args: number, count: number): number {
    if (checkPositional(capi.memory.literal('killpg'), count, 2, 2) === 0) return 0;
    const pgid = parsers.PyLong_AsInt(capi.memory.uint32(args));
    const signal = pgid === null ? null : parsers.PyLong_AsInt(capi.memory.uint32(args + 4));
    if (pgid === null || signal === null || !capi.audit('os.killpg', 'ii', pgid, signal)) return 0;
    const result = sys.killpg(pgid, signal);
    return result < 0 ? errors.setErrno(-result) : runHandlers();
  }

  return [
    {
      name: 'killpg',
      flags: METH_FASTCALL,
      waits: true,
      call: os_killpg,
      doc: 'killpg($module, pgid, signal, /)\n--\n\nSend a signal to a group of processes.',
    },
    ...forkFunctions(bridge),
    ...spawnFunctions(bridge),
    ...execFunctions(bridge),
    ...waitFunctions(bridge),
    {
      name: 'kill',
      flags: METH_FASTCALL,
      waits: true,
      call: os_kill,
      doc: 'kill($module, pid, signal, /)\n--\n\nSend a signal to a process.',
    },
    {
      name: '_exit',
      flags: METH_O,
      call: os__exit,
      doc: '_exit($module, /, status)\n--\n\nEnd the process with a status, running and flushing nothing.',
    },
    number('getpid', "The process's number.", () => process.pid),
    number('getppid', "The parent process's number.", () => process.ppid),
    number('getuid', "The number of the process's user.", () => process.getuid?.() ?? 0),
    number('geteuid', 'The number of the user whose rights the process has.', () => process.geteuid?.() ?? 0),
    number('getgid', "The number of the process's group of users.", () => process.getgid?.() ?? 0),
    number('getegid', 'The number of the group whose rights the process has.', () => process.getegid?.() ?? 0),
  ];
}
