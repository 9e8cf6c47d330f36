/** Starting threads that run machine code of ours, and the memory that they share with JavaScript. */
import { lazy, viewOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';

const { FUTEX_WAKE_PRIVATE, SIG_SETMASK, SIGPIPE, SYS_futex } = constants;

const c = {
  calloc: lazy<(count: number, size: number) => number>('uintptr_t calloc(size_t, size_t)'),
  pthread_attr_init: lazy('int pthread_attr_init(void *)'),
  pthread_attr_setdetachstate: lazy('int pthread_attr_setdetachstate(void *, int)'),
  pthread_attr_setstacksize: lazy('int pthread_attr_setstacksize(void *, size_t)'),
  pthread_create: lazy('int pthread_create(void *, void *, uintptr_t, uintptr_t)'),
  pthread_sigmask: lazy('int pthread_sigmask(int, void *, void *)'),
  sigfillset: lazy('int sigfillset(void *)'),
  sigdelset: lazy('int sigdelset(void *, int)'),
  futex: lazy<(...args: number[]) => number>('int64_t syscall(int64_t, uintptr_t, int, int)'),
};

const DETACHED = 1;
/** More than any C library's least. */
const STACK_SIZE = 64 * 1024;
const SIZEOF_ATTRIBUTES = 128;
const SIZEOF_SIGSET = 128;
const TWO_32 = 2 ** 32;

let everySignal: Uint8Array | undefined;

function allSignals(): Uint8Array {
  const set = new Uint8Array(SIZEOF_SIGSET);
  c.sigfillset(set);
  return set;
}

/** Runs `body` with all signals blocked but `allowed`: a thread or process that it starts inherits that. */
export function withSignalsBlocked<T>(allowed: readonly number[], body: () => T): T {
  everySignal ??= allSignals();
  const [blocked, before] = [everySignal.slice(), new Uint8Array(SIZEOF_SIGSET)];
  for (const signal of allowed) c.sigdelset(blocked, signal);
  c.pthread_sigmask(SIG_SETMASK, blocked, before);
  try {
    return body();
  } finally {
    c.pthread_sigmask(SIG_SETMASK, before, null);
  }
}

let attributes: Uint8Array | undefined;

function detachedAndSmall(): Uint8Array {
  const value = new Uint8Array(SIZEOF_ATTRIBUTES);
  c.pthread_attr_init(value);
  c.pthread_attr_setdetachstate(value, DETACHED);
  c.pthread_attr_setstacksize(value, STACK_SIZE);
  return value;
}

/**
 * Starts a thread that runs the function at an address with an argument. It gets no signals but `allowed`. Returns its `pthread_t`, which
 * holds while it runs; undefined when it cannot.
 */
export function startThread(entry: number, argument: number, allowed: readonly number[] = []): bigint | undefined {
  const thread = new BigUint64Array(1);
  attributes ??= detachedAndSmall();
  const start = (): number => c.pthread_create(thread, attributes, entry, argument);
  // A write to what nobody reads any more raises SIGPIPE in the thread that writes: what it does is the process's to say.
  return withSignalsBlocked([...allowed, SIGPIPE], start) === 0 ? thread[0] : undefined;
}

/** Memory that the C library has allocated and that is never freed, as a thread may outlive the JavaScript that it works for. */
export class SharedBlock {
  readonly address: number;
  readonly words: Int32Array;

  constructor(size: number) {
    this.address = c.calloc(1, size);
    const bytes = viewOf(this.address, size);
    this.words = new Int32Array(bytes.buffer, bytes.byteOffset, size / 4);
  }

  /** A number of 64 bits. */
  write(offset: number, value: number): void {
    this.words[offset / 4] = value;
    this.words[offset / 4 + 1] = Math.floor(value / TWO_32);
  }

  read(offset: number): number {
    return (this.words[offset / 4 + 1] as number) * TWO_32 + ((this.words[offset / 4] as number) >>> 0);
  }

  /** Sets the futex at the block's beginning, and wakes who waits on it. */
  tell(state: number): void {
    Atomics.store(this.words, 0, state);
    c.futex(SYS_futex, this.address, FUTEX_WAKE_PRIVATE, 1);
  }
}
