/**
 * _posixsubprocess.c: fork_exec, over posix_spawn.
 *
 * What C's child writes into the pipe for errors, this writes when posix_spawn has failed: `subprocess` reads it and raises. The
 * number that it gets then is no process's; waiting for it finds the status with which C's child would have ended.
 */
import { addressOf, constants, sys } from '@pysock/host';
import { cString } from '@pysock/host/call';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import type { ModuleContents } from '../../capi/moduleobject.ts';
import { layOut } from '../../processes/child-table.ts';
import { startAs } from '../../processes/identity.ts';
import { inheritedDescriptors, openOnHost } from '../../processes/inheritance.ts';
import { firstOf } from '../../processes/start.ts';
import { childrenOf } from '../posix/children.ts';
import { asPython, signalMask } from '../posix/starting.ts';
import { createForkExecArguments, type ForkExec, restoredSignals } from './arguments.ts';

const { AT_EACCESS, AT_FDCWD, EBADF, EPERM, ESRCH, O_CLOEXEC, O_DIRECTORY, O_PATH, SIGPIPE, SIGXFSZ, X_OK } = constants;
/** What C's child exits with, as wait has it. */
const FAILED = 255 << 8;

/** Where a child has failed: the text behind the error's number. */
type Stage = 'noexec' | 'noexec:chdir' | '';
type Outcome = { readonly pid: number } | { readonly error: number; readonly stage: Stage };

export function posixsubprocessModule(bridge: Bridge): ModuleContents {
  const { capi, descriptors, errno } = bridge;
  const read = createForkExecArguments(bridge);

  /** _posixsubprocess.c: child_exec: what the child has at which number. Undefined when one of them is not open. */
  function tableFor(call: ForkExec): Map<number, number> | undefined {
    const table = inheritedDescriptors(descriptors, call.closeFds);
    const [p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipeRead, errpipe] = call.pipes;
    // Those that C's child closes.
    let isWhole = [p2cwrite, c2pread, errread, errpipeRead].every((fd = -1) => fd === -1 || descriptors.host(fd) >= 0);
    const put = (to: number, guest: number): void => {
      const host = descriptors.host(guest);
      if (host < 0) isWhole = false;
      else table.set(to, host);
    };
    for (const fd of call.keep) if (fd !== errpipe) put(fd, fd);
    for (const [to, fd] of [p2cread, c2pwrite, errwrite].entries()) if (fd !== undefined && fd !== -1) put(to, fd);
    return isWhole ? table : undefined;
  }

  /** Whether the child could go to its folder: posix_spawn does not say which of its actions has failed. */
  function cannotEnter(cwd: Uint8Array): number {
    const path = cString(cwd.length === 0 ? '' : cwd);
    const fd = sys.openat(AT_FDCWD, addressOf(path), O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0) return fd;
    sys.close(fd);
    return sys.faccessat(AT_FDCWD, addressOf(path), X_OK, AT_EACCESS);
  }

  function stageOf(call: ForkExec, error: number): Stage {
    if (call.cwd !== undefined && cannotEnter(call.cwd) === error) return 'noexec:chdir';
    if (error === -EBADF) return 'noexec';
    return call.pgid >= 0 && (error === -EPERM || error === -ESRCH) ? 'noexec' : '';
  }

  function start(call: ForkExec): Outcome {
    const table = tableFor(call);
    if (table === undefined) return { error: EBADF, stage: 'noexec' };
    const actions = layOut(table, sys.hasCloseFrom(), openOnHost);
    if (call.cwd !== undefined) actions.push({ kind: 'chdir', path: call.cwd });
    const attributes: sys.SpawnAttributes = {
      ...signalMask(bridge),
      pgroup: call.pgid >= 0 ? call.pgid : undefined,
      setsid: call.setsid,
      sigdef: call.restoreSignals ? restoredSignals([SIGPIPE, SIGXFSZ]) : undefined,
    };
    const { argv, env, uid, gid, groups } = call;
    const umask = call.umask < 0 ? undefined : call.umask;
    const { result, refused } = startAs({ uid, gid, groups, umask }, () =>
      asPython(bridge, () => firstOf(call.places, (path) => sys.posix_spawn({ path, argv, env }, actions, attributes))),
    );
    if (result >= 0) return { pid: result };
    return { error: -result, stage: refused ? 'noexec' : stageOf(call, result) };
  }

  function report(call: ForkExec, text: string, stage: Stage): number {
    const errpipe = call.pipes[7] as number;
    // C's child has closed the pipe by then, unless it was told to keep it.
    const isOpen = stage !== '' || !call.closeFds || call.keep.includes(errpipe);
    const host = descriptors.host(errpipe);
    const bytes = Buffer.from(text);
    if (isOpen && host >= 0) sys.write(host, bytes, bytes.length);
    return childrenOf(bridge).unborn(FAILED);
  }

  function fork_exec(_module: PyObject, words: Pointer, count: number): PyObject {
    const call = read(words, count);
    if (call === null) return 0;
    if (call.preexec !== undefined) {
      return capi.raise(
        'NotImplementedError',
        'preexec_fn runs between fork() and exec(), and there is no fork() here',
      );
    }
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
  const functions = [fastCall('fork_exec', fork_exec, doc)];
  return { doc: 'A POSIX helper for the subprocess module.', functions };
}
