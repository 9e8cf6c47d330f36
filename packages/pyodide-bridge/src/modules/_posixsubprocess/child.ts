/** _posixsubprocess.c: child_exec, in a copy of the process: for a `preexec_fn`, which only Python can call. */
import { addressOf, constants, sys } from '@pysock/host';
import { cString } from '@pysock/host/call';
import type { Bridge } from '../../bridge.ts';
import { replaceProcess } from '../../processes/exec.ts';
import { inherit, moveTo, putAside } from '../../processes/guest-descriptors.ts';
import { inheritedDescriptors, readEnviron } from '../../processes/inheritance.ts';
import { firstOf } from '../../processes/start.ts';
import { asPython } from '../posix/starting.ts';
import type { ForkExec } from './arguments.ts';

const { SIGPIPE, SIGXFSZ } = constants;

/** What the parent is told, and raises: an error's number with where it was, or that preexec_fn has failed. */
class Failure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function createChild(bridge: Bridge) {
  const { capi, descriptors, errno } = bridge;

  /** A result of the system's: it must not be an error. */
  function must(result: number, stage = 'noexec'): number {
    if (result < 0) throw new Failure(`OSError:${errno.shown(-result).toString(16)}:${stage}`);
    return result;
  }

  function layOutStreams([
    p2cread,
    p2cwrite,
    c2pread,
    c2pwrite,
    errread,
    errwrite,
    errpipeRead,
  ]: readonly number[]): void {
    for (const fd of [p2cwrite, c2pread, errread, errpipeRead]) {
      if (fd !== undefined && fd !== -1) must(descriptors.close(fd));
    }
    const sources = [p2cread, c2pwrite, errwrite].map((fd = -1, to) => {
      let source = fd;
      // It must not lie where another one is copied to before.
      while (source >= 0 && source < to) source = must(putAside(descriptors, source));
      return source;
    });
    for (const [to, fd] of sources.entries()) if (fd !== -1) must(moveTo(descriptors, fd, to));
  }

  function become({ cwd, umask, restoreSignals, setsid, pgid, groups, gid, uid }: ForkExec): void {
    if (cwd !== undefined) {
      const path = cString(cwd.length === 0 ? '' : cwd);
      must(sys.chdir(addressOf(path)), 'noexec:chdir');
    }
    if (umask >= 0) sys.umask(umask);
    if (restoreSignals) for (const signal of [SIGPIPE, SIGXFSZ]) sys.setDefault(signal);
    if (setsid) must(sys.setsid());
    if (pgid >= 0) must(sys.setpgid(0, pgid));
    if (groups !== undefined) must(sys.setgroups(Uint32Array.from(groups)));
    if (gid !== undefined) must(sys.setregid(gid, gid));
    if (uid !== undefined) must(sys.setreuid(uid, uid));
  }

  function execute({ argv, places, closeFds, keep, pipes, env = readEnviron(capi) }: ForkExec): number {
    const table = inheritedDescriptors(descriptors, closeFds);
    for (const fd of keep) {
      const host = descriptors.host(fd);
      // preexec_fn may have closed it.
      if (fd !== pipes[7] && host >= 0) table.set(fd, host);
    }
    return asPython(bridge, () => firstOf(places, (path) => replaceProcess({ path, argv, env }, table)));
  }

  /** It returns only when there is no other program now. */
  return (call: ForkExec): Failure => {
    try {
      const errpipe = call.pipes[7];
      for (const fd of call.keep) if (fd !== errpipe) must(inherit(descriptors, fd));
      layOutStreams(call.pipes);
      become(call);
      if (call.preexec !== undefined && capi.PyObject_CallNoArgs(call.preexec) === 0) {
        return new Failure('SubprocessError:0:Exception occurred in preexec_fn.');
      }
      must(execute(call), '');
      return new Failure('SubprocessError:0:');
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  };
}
