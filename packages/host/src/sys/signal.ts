/** <signal.h>. Results as in socket.ts. */
import koffi from 'koffi';
import { lazy, resultOf } from '../call/libc.ts';
import * as constants from '../constants/index.ts';
import { sigaction } from '../layouts/index.ts';

const c = {
  sigaction: lazy('int sigaction(int, void *, void *)'),
  kill: lazy('int kill(int, int)'),
  killpg: lazy('int killpg(int, int)'),
  SIGRTMIN: lazy('int __libc_current_sigrtmin()'),
  SIGRTMAX: lazy('int __libc_current_sigrtmax()'),
  exit: lazy('void _exit(int)'),
};

/** Both C libraries: sa_handler first, and no structure longer than this (glibc 152 bytes, musl 152). */
const SIZEOF_SIGACTION = 160;

const { SA_RESTART, SA_SIGINFO } = constants;

const SIG_DFL = 0n;
const SIG_IGN = 1n;

function install(signal: number, handler: bigint): number {
  const action = new BigUint64Array(SIZEOF_SIGACTION / 8);
  action[0] = handler;
  return resultOf(c.sigaction(signal, action, null));
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

/** Makes the signal call machine code, which is given what SA_SIGINFO gives. Calls that it interrupts are made again. */
export function setHandler(signal: number, handler: number): number {
  const action = new DataView(new ArrayBuffer(SIZEOF_SIGACTION));
  action.setBigUint64(sigaction.sa_handler, BigInt(handler), true);
  action.setInt32(sigaction.sa_flags, SA_SIGINFO | SA_RESTART, true);
  return resultOf(c.sigaction(signal, new Uint8Array(action.buffer), null));
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
