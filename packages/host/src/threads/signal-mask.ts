/**
 * Which signals are blocked in all threads that a program of Python's stands for.
 *
 * A signal that is sent to the process goes to any thread that does not block it, and Node has a dozen: its main thread, those of V8 and of
 * libuv's pool. No system call changes another thread's mask. So each is sent a signal whose handler (assembly/set-mask-*.S) changes what its
 * thread goes on with. Threads that are started later inherit the mask of the one that starts them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { addressOf, lazy, resultOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';
import { code as codeArm64 } from '../generated/machine-code/set-mask-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/set-mask-x64.ts';
import { siginfo_t } from '../layouts/index.ts';
import { poll } from '../sys/poll.ts';
import { setAction, withHandler } from '../sys/signal.ts';
import { gettid } from '../sys/thread.ts';
import { mapCode } from './machine-code.ts';

const { SI_QUEUE, SIG_SETMASK, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SYS_rt_sigprocmask, SYS_rt_tgsigqueueinfo } = constants;

const c = {
  sigprocmask: lazy('int64_t syscall(int64_t, int, void *, void *, int64_t)'),
  tgsigqueueinfo: lazy('int64_t syscall(int64_t, int, int, int, void *)'),
};

/** The kernel's own size of a set. */
export const SIZEOF_KERNEL_SIGSET = 8;

const bit = (signal: number): bigint => 1n << BigInt(signal - 1);

/** Signals of the machine itself: V8 needs them, and a thread that blocks one of them is ended by it. Threads of ours that run no program block all. */
const NEVER = [SIGSEGV, SIGBUS, SIGFPE, SIGILL].reduce((set, signal) => set | bit(signal), 0n);

/** How long a thread may take until it has the mask, in milliseconds: it may be about to end. */
const PATIENCE = 200;

const nobody = new Int32Array(2);

/** Sets the calling thread's mask. Returns what it was. */
export function setThreadMask(mask: bigint): bigint {
  const [set, before] = [BigUint64Array.of(mask), new BigUint64Array(1)];
  c.sigprocmask(SYS_rt_sigprocmask, SIG_SETMASK, set, before, SIZEOF_KERNEL_SIGSET);
  return before[0] as bigint;
}

/** Unblocks a signal in the calling thread. */
export function unblock(signal: number): void {
  const mask = setThreadMask(0n);
  setThreadMask(mask & ~bit(signal));
}

export class SignalMask {
  readonly #signal: number;
  readonly #mine: bigint;
  /** The mask, and how many threads have taken it. */
  readonly #words = new BigUint64Array(new ArrayBuffer(16));
  #isReady = false;

  /** `signal` is used to reach threads; it and those in `free` are never blocked. */
  constructor(signal: number, free: readonly number[]) {
    this.#signal = signal;
    this.#mine = [signal, ...free].reduce((set, each) => set | bit(each), NEVER);
  }

  /** Blocks these signals and no others in every thread. Returns when that is so. */
  set(mask: bigint): void {
    const kernel = mask & ~this.#mine;
    setThreadMask(kernel);
    if (!this.#prepare()) return;
    this.#words[0] = kernel;
    this.#words[1] = 0n;
    const taken = new Int32Array(this.#words.buffer, 8, 1);
    const sent = this.#others().filter((tid) => this.#tell(tid) === 0).length;
    for (let waited = 0; Atomics.load(taken, 0) < sent && waited < PATIENCE; waited++) poll(nobody, 0, 1);
  }

  #prepare(): boolean {
    if (this.#isReady) return true;
    const handler = mapCode(process.arch === 'arm64' ? codeArm64 : codeX64);
    this.#isReady = handler !== 0 && setAction(this.#signal, withHandler(handler)) === 0;
    return this.#isReady;
  }

  /** The threads that run the program, or something for it. */
  #others(): number[] {
    const self = gettid();
    return readdirSync('/proc/self/task')
      .map(Number)
      .filter((tid) => tid !== self && this.#isProgram(tid));
  }

  #isProgram(tid: number): boolean {
    try {
      const [, blocked = '0'] = /^SigBlk:\s*(\w+)/m.exec(readFileSync(`/proc/self/task/${tid}/status`, 'latin1')) ?? [];
      return (BigInt(`0x${blocked}`) & bit(SIGSEGV)) === 0n;
    } catch {
      return false;
    }
  }

  #tell(tid: number): number {
    const info = new Uint8Array(siginfo_t.sizeof);
    const view = new DataView(info.buffer);
    view.setInt32(siginfo_t.si_signo, this.#signal, true);
    view.setInt32(siginfo_t.si_code, SI_QUEUE, true);
    view.setInt32(siginfo_t.si_pid, process.pid, true);
    view.setBigUint64(siginfo_t.si_value, BigInt(addressOf(this.#words)), true);
    return resultOf(c.tgsigqueueinfo(SYS_rt_tgsigqueueinfo, process.pid, tid, this.#signal, info));
  }
}
