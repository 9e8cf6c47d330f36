/** <signal.h>. Results as in socket.ts. */
import koffi from '../call/koffi.ts';
import { lazy, resultOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';
import { sigaction } from '../layouts/index.ts';

const c = {
  sigaction: lazy('int sigaction(int, void *, void *)'),
  kill: lazy('int kill(int, int)'),
  killpg: lazy('int killpg(int, int)'),
  strsignal: lazy<(signal: number) => string | null>('const char *strsignal(int)'),
  pidfd_send_signal: lazy('int64_t syscall(int64_t, int, int, void *, unsigned int)'),
  SIGRTMIN: lazy('int __libc_current_sigrtmin()'),
  SIGRTMAX: lazy('int __libc_current_sigrtmax()'),
  exit: lazy('void _exit(int)'),
};

/** Both C libraries: sa_handler first, and no structure longer than this (glibc 152 bytes, musl 152). */
const SIZEOF_SIGACTION = 160;

const { SA_RESTART, SA_SIGINFO, SYS_pidfd_send_signal } = constants;

const SIG_DFL = 0n;
const SIG_IGN = 1n;

function install(signal: number, handler: bigint): number {
  const action = new BigUint64Array(SIZEOF_SIGACTION / 8);
  action[0] = handler;
  return resultOf(c.sigaction(signal, action, null));
}

/** What the C library calls a signal. */
export function strsignal(signal: number): string | null {
  return c.strsignal(signal);
}

export function pidfd_send_signal(pidfd: number, signal: number, flags: number): number {
  return resultOf(c.pidfd_send_signal(SYS_pidfd_send_signal, pidfd, signal, null, flags));
}

/** The lowest real-time signal that the C library does not keep for itself. */
export function SIGRTMIN(): number {
  return c.SIGRTMIN();
}

export function SIGRTMAX(): number {
  return c.SIGRTMAX();
}

/** Gives the signal its default action again. */
export function setDefault(signal: number): number {
  return install(signal, SIG_DFL);
}

export function setIgnored(signal: number): number {
  return install(signal, SIG_IGN);
}

/**
 * Makes the signal interrupt what its thread is blocked in, and do nothing else: the handler is libc's `abs`, which is called
 * with the signal's number and touches no memory, and SA_RESTART is not set.
 */
export function setInterrupting(signal: number): number {
  return install(signal, koffi.load(null).symbol('abs') as bigint);
}

/** What a signal does, as sigaction(2) has it. */
export function actionOf(signal: number): Uint8Array {
  const action = new Uint8Array(SIZEOF_SIGACTION);
  c.sigaction(signal, null, action);
  return action;
}

export function setAction(signal: number, action: Uint8Array): number {
  return resultOf(c.sigaction(signal, action, null));
}

/** The address of an action's function; 0 is the default action, 1 being ignored. */
export function handlerOf(action: Uint8Array): bigint {
  return new DataView(action.buffer).getBigUint64(sigaction.sa_handler, true);
}

/** Calls machine code, which is given what SA_SIGINFO gives: in all else as `like`, or so that interrupted calls are made again. */
export function withHandler(handler: number, like?: Uint8Array): Uint8Array {
  const action = like?.slice() ?? new Uint8Array(SIZEOF_SIGACTION);
  const view = new DataView(action.buffer);
  view.setBigUint64(sigaction.sa_handler, BigInt(handler), true);
  if (like === undefined) view.setInt32(sigaction.sa_flags, SA_SIGINFO | SA_RESTART, true);
  return action;
}

export function isIgnored(signal: number): boolean {
  const action = new BigUint64Array(SIZEOF_SIGACTION / 8);
  return c.sigaction(signal, null, action) === 0 && action[0] === SIG_IGN;
}

/** Ignores the signal until what is returned is called. */
export function ignoreForNow(signal: number): () => void {
  const before = new BigUint64Array(SIZEOF_SIGACTION / 8);
  const ignored = new BigUint64Array(SIZEOF_SIGACTION / 8);
  ignored[0] = SIG_IGN;
  c.sigaction(signal, ignored, before);
  return () => c.sigaction(signal, before, null);
}

export function killpg(pgid: number, signal: number): number {
  return resultOf(c.killpg(pgid, signal));
}

export function kill(pid: number, signal: number): number {
  return resultOf(c.kill(pid, signal));
}

/** Ends the process at once: no exit handler, no waiting for threads. */
export function _exit(status: number): never {
  c.exit(status);
  throw new Error('_exit returned');
}
