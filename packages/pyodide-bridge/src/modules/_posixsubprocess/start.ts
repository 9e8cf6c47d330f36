/** _posixsubprocess.c: child_exec, by posix_spawn. */
import { addressOf, constants, sys } from '@pysock/host';
import { cString } from '@pysock/host/call';
import type { Bridge } from '../../bridge.ts';
import { layOut } from '../../processes/child-table.ts';
import { startAs } from '../../processes/identity.ts';
import { inheritedDescriptors, openOnHost, readEnviron } from '../../processes/inheritance.ts';
import { firstOf } from '../../processes/start.ts';
import { asPython, signalMask } from '../posix/starting.ts';
import { type ForkExec, restoredSignals } from './arguments.ts';

const { AT_EACCESS, AT_FDCWD, EBADF, EPERM, ESRCH, O_CLOEXEC, O_DIRECTORY, O_PATH, SIGPIPE, SIGXFSZ, X_OK } = constants;

/** Where a child has failed: the text behind the error's number. */
export type Stage = 'noexec' | 'noexec:chdir' | '';
export type Outcome = { readonly pid: number } | { readonly error: number; readonly stage: Stage };

export function createStart(bridge: Bridge): (call: ForkExec) => Outcome {
  const { capi, descriptors } = bridge;

  /** What the child has at which number. Undefined when one of them is not open. */
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
    const { argv, env = readEnviron(capi), uid, gid, groups } = call;
    const umask = call.umask < 0 ? undefined : call.umask;
    const { result, refused } = startAs({ uid, gid, groups, umask }, () =>
      asPython(bridge, () => firstOf(call.places, (path) => sys.posix_spawn({ path, argv, env }, actions, attributes))),
    );
    if (result >= 0) return { pid: result };
    return { error: -result, stage: refused ? 'noexec' : stageOf(call, result) };
  }

  return start;
}
