/** Kernel threads by number. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';

const c = {
  gettid: lazy('int64_t syscall(int64_t)'),
  tgkill: lazy('int64_t syscall(int64_t, int, int, int)'),
  getpid: lazy('int getpid()'),
};

/** glibc has gettid since 2.30 and never had tgkill before then: by number. */
const [SYS_gettid, SYS_tgkill] = process.arch === 'arm64' ? [178, 131] : [186, 234];

/** The calling thread's number in the kernel. */
export function gettid(): number {
  return resultOf(c.gettid(SYS_gettid));
}

/** Sends `signal` to one thread of this process. */
export function tgkill(tid: number, signal: number): number {
  return resultOf(c.tgkill(SYS_tgkill, c.getpid(), tid, signal));
}
