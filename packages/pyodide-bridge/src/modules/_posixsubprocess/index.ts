/**
 * _posixsubprocess.c: fork_exec, over posix_spawn, or with a preexec_fn over a copy of the process.
 *
 * What C's child writes into the pipe for errors, this writes when posix_spawn has failed: `subprocess` reads it and raises. The
 * number that it gets then is no process's; waiting for it finds the status with which C's child would have ended.
 */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import type { ModuleContents } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { childrenOf } from '../posix/children.ts';
import { copyingOf } from '../posix/copying.ts';
import { createForkExecArguments, type ForkExec } from './arguments.ts';
import { createChild } from './child.ts';
import { createStart, type Stage } from './start.ts';

/** What C's child exits with, as wait has it. */
const FAILED = 255 << 8;

export function posixsubprocessModule(bridge: Bridge): ModuleContents {
  const { capi, descriptors, errno, errors, threadStates } = bridge;
  const start = createStart(bridge);
  const read = createForkExecArguments(bridge);
  const child = createChild(bridge);

  function report(call: ForkExec, text: string, stage: Stage): number {
    const errpipe = call.pipes[7] as number;
    // C's child has closed the pipe by then, unless it was told to keep it.
    const isOpen = stage !== '' || !call.closeFds || call.keep.includes(errpipe);
    const host = descriptors.host(errpipe);
    const bytes = Buffer.from(text);
    if (isOpen && host >= 0) sys.write(host, bytes, bytes.length);
    return childrenOf(bridge).unborn(FAILED);
  }

  /** For a preexec_fn: the copy makes the call again. */
  function copy(): PyObject {
    if (threadStates.isFinalizing()) {
      return capi.raise('PythonFinalizationError', 'preexec_fn not supported at interpreter shutdown');
    }
    if (!copyingOf(bridge).isPossible('fork_exec() with a preexec_fn')) return 0;
    const collects = copyingOf(bridge).once(rawFunction(capi.module, 'PyGC_Disable')) !== 0;
    const pid = copyingOf(bridge).start();
    if (pid === undefined) return 0;
    if (collects) rawFunction(capi.module, 'PyGC_Enable')();
    return pid < 0 ? errors.setErrno(-pid) : capi.fromNumber(pid);
  }

  function inCopy(words: Pointer, count: number): PyObject {
    if (!copyingOf(bridge).goOn()) return 0;
    // What the parent has read can be read.
    const call = read(words, count);
    if (call !== null) {
      const bytes = Buffer.from(child(call).text);
      const host = descriptors.host(call.pipes[7] as number);
      if (host >= 0) sys.write(host, bytes, bytes.length);
    }
    return sys._exit(FAILED >> 8);
  }

  function fork_exec(_module: PyObject, words: Pointer, count: number): PyObject {
    if (copyingOf(bridge).isCopy()) return inCopy(words, count);
    const call = read(words, count);
    if (call === null) return 0;
    if (call.preexec !== undefined) return copy();
    const outcome = start(call);
    if ('pid' in outcome) {
      childrenOf(bridge).started();
      return capi.fromNumber(outcome.pid);
    }
    const { error, stage } = outcome;
    return capi.fromNumber(report(call, `OSError:${errno.shown(error).toString(16)}:${stage}`, stage));
  }

  const doc =
    'fork_exec($module, args, executable_list, close_fds, pass_fds, cwd,\n          env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,\n          errpipe_read, errpipe_write, restore_signals, call_setsid,\n          pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn,\n          /)\n--\n\nStart a program in a new process. Returns its pid.';
  const functions = [fastCall('fork_exec', fork_exec, doc, { calls: true })];
  return { doc: 'A POSIX helper for the subprocess module.', functions };
}
