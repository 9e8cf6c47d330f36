/** <sys/wait.h>, and pidfd_open(2). Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import type { SystemCall } from '../call/system-call.ts';
import { watchable } from '../call/watch.ts';
import { constants } from '../constants/all.ts';
import { siginfo_t } from '../layouts/index.ts';

const c = watchable({
  wait4: lazy('int wait4(int, void *, int, void *)'),
  waitid: lazy('int waitid(int, unsigned int, void *, int)'),
  pidfd_open: lazy('int64_t syscall(int64_t, int, unsigned int)'),
});

const { SYS_pidfd_open, SYS_waitid, WNOWAIT } = constants;

/** `status[0]` is how the child ended. A child's pid, 0 when there is none yet (WNOHANG), or -errno. */
export function wait4(pid: number, status: Int32Array, options: number, usage: BigInt64Array | null): number {
  return resultOf(c.wait4(pid, status, options, usage));
}

/** What {@link waitid} has found. `pid` is 0 when there was nothing (WNOHANG). */
export interface ChildInfo {
  readonly signo: number;
  readonly code: number;
  readonly pid: number;
  readonly uid: number;
  readonly status: number;
}

const info = new Int32Array(siginfo_t.sizeof / 4);

/** 0 or -errno; {@link childInfo} then has the result. */
export function waitid(idtype: number, id: number, options: number): number {
  info.fill(0);
  return resultOf(c.waitid(idtype, id >>> 0, info, options));
}

/** What the last {@link waitid} has found. */
export function childInfo(): ChildInfo {
  const field = (offset: number): number => info[offset / 4] as number;
  return {
    signo: field(siginfo_t.si_signo),
    code: field(siginfo_t.si_code),
    pid: field(siginfo_t.si_pid),
    uid: field(siginfo_t.si_uid),
    status: field(siginfo_t.si_status),
  };
}

/** waitid(2) that leaves what it finds to be waited for. What it is told at the address `place` is of no interest: siginfo_t has 128 bytes. */
export function waitidCall(idtype: number, id: number, place: number, options: number): SystemCall {
  return { number: SYS_waitid, args: [idtype, id, place, options | WNOWAIT, 0] };
}

/** A descriptor that is readable when the process has ended. */
export function pidfd_open(pid: number, flags: number): number {
  return resultOf(c.pidfd_open(SYS_pidfd_open, pid, flags));
}
