/**
 * Threads of the operating system in which system calls block, while the thread that asks for them goes on.
 *
 * A thread is some hundred bytes of machine code (assembly/call-thread-*.S) in a loop: it waits on a futex for a call, makes it, and adds to an
 * eventfd. It runs no JavaScript and nothing of a C library. Seen on Linux 6.18, two cores: a thread is made in 0.05 ms and a call that returns
 * at once comes back after 20 us. libuv's pool has four threads, of which each would be taken as long as its call blocks, and tells of a
 * call's end only in the event loop; a worker of Node's takes 15 ms and 5 MB.
 */
import { lazy, viewOf } from '../call/libc.ts';
import type { SystemCall } from '../call/system-call.ts';
import * as constants from '../constants/index.ts';
import { code as codeArm64 } from '../generated/machine-code/call-thread-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/call-thread-x64.ts';
import { setInterrupting } from '../sys/signal.ts';
import { tgkill } from '../sys/thread.ts';
import { Block, State } from './call-block.ts';
import { mapCode } from './machine-code.ts';

const { EFD_CLOEXEC, EFD_NONBLOCK, FUTEX_WAKE_PRIVATE, SIG_SETMASK, SIGPIPE, SYS_futex } = constants;

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
  eventfd: lazy('int eventfd(unsigned int, int)'),
  read: lazy('int64_t read(int, void *, size_t)'),
};

const DETACHED = 1;
/** More than any C library's least. */
const STACK_SIZE = 64 * 1024;
const SIZEOF_ATTRIBUTES = 128;
const SIZEOF_SIGSET = 128;
/** How many threads without a call are kept. */
const MOST_IDLE = 8;
const TWO_32 = 2 ** 32;

/** Where the machine code lies, once it is mapped. */
let entry = 0;

/** Runs `body` with all signals blocked but those that a thread of ours may have: what it starts inherits that. */
function withSignalsBlocked<T>(wakeSignal: number, body: () => T): T {
  const [blocked, before] = [new Uint8Array(SIZEOF_SIGSET), new Uint8Array(SIZEOF_SIGSET)];
  c.sigfillset(blocked);
  // A write to what nobody reads any more raises SIGPIPE in the thread that writes: what it does is the process's to say.
  for (const signal of [wakeSignal, SIGPIPE]) c.sigdelset(blocked, signal);
  c.pthread_sigmask(SIG_SETMASK, blocked, before);
  try {
    return body();
  } finally {
    c.pthread_sigmask(SIG_SETMASK, before, null);
  }
}

/** A thread with its block. */
class CallThread {
  readonly address: number;
  /** Memory that the C library has allocated and that is never freed, as the thread may outlive the JavaScript that asks it. */
  readonly words: Int32Array;

  constructor(announce: number) {
    this.address = c.calloc(1, Block.size);
    const bytes = viewOf(this.address, Block.size);
    this.words = new Int32Array(bytes.buffer, bytes.byteOffset, Block.size / 4);
    this.write(Block.announce, announce);
    this.write(Block.one, 1);
  }

  get state(): number {
    return Atomics.load(this.words, Block.state / 4);
  }

  /** Tells the thread what is to be done. */
  tell(state: number): void {
    Atomics.store(this.words, Block.state / 4, state);
    c.futex(SYS_futex, this.address, FUTEX_WAKE_PRIVATE, 1);
  }

  write(offset: number, value: number): void {
    this.words[offset / 4] = value;
    this.words[offset / 4 + 1] = Math.floor(value / TWO_32);
  }

  get result(): number {
    const word = Block.result / 4;
    return (this.words[word + 1] as number) * TWO_32 + ((this.words[word] as number) >>> 0);
  }

  get tid(): number {
    return this.words[Block.tid / 4] as number;
  }
}

/** A call that a thread is making. */
export interface RunningCall {
  /** It has returned. */
  readonly isOver: boolean;
  /** Its result, once it is over: -errno when it failed. To be called once. */
  take(): number;
  /** Has it return, with EINTR or with what it has done. A signal that comes just before the thread blocks is lost: repeat it. */
  interrupt(): void;
}

export class CallThreads {
  readonly #wakeSignal: number;
  readonly #counter = new BigUint64Array(1);
  #idle: CallThread[] = [];
  /** Blocks of threads that were told to end. */
  #ending: CallThread[] = [];
  #descriptor = -1;

  /** `wakeSignal` is one that nobody else uses; what it does is set here. */
  constructor(wakeSignal: number) {
    this.#wakeSignal = wakeSignal;
  }

  /** An eventfd that becomes readable when a call has returned; -1 before the first. */
  get descriptor(): number {
    return this.#descriptor;
  }

  /** Makes the descriptor unreadable, until the next call returns. */
  acknowledge(): void {
    c.read(this.#descriptor, this.#counter, 8);
  }

  /** Has a thread make a call; undefined when there can be no more threads. What its arguments point to has to stay until it is over. */
  start({ number, args }: SystemCall): RunningCall | undefined {
    const thread = this.#idle.pop() ?? this.#create();
    if (thread === undefined) return undefined;
    thread.write(Block.number, number);
    for (let index = 0; index < 6; index++) thread.write(Block.arguments + index * 8, args[index] ?? 0);
    thread.tell(State.asked);
    const wakeSignal = this.#wakeSignal;
    const free = (): void => this.#free(thread);
    return {
      get isOver() {
        return thread.state === State.done;
      },
      take() {
        const { result } = thread;
        free();
        return result;
      },
      interrupt() {
        if (thread.tid !== 0) tgkill(thread.tid, wakeSignal);
      },
    };
  }

  #create(): CallThread | undefined {
    if (this.#descriptor < 0) {
      setInterrupting(this.#wakeSignal);
      const descriptor = Number(c.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
      if (descriptor < 0) return undefined;
      this.#descriptor = descriptor;
    }
    if (entry === 0) entry = mapCode(process.arch === 'arm64' ? codeArm64 : codeX64);
    if (entry === 0) return undefined;
    const ended = this.#ending.findIndex((thread) => thread.state === State.idle);
    const thread = (ended < 0 ? undefined : this.#ending.splice(ended, 1)[0]) ?? new CallThread(this.#descriptor);
    const attributes = new Uint8Array(SIZEOF_ATTRIBUTES);
    c.pthread_attr_init(attributes);
    c.pthread_attr_setdetachstate(attributes, DETACHED);
    c.pthread_attr_setstacksize(attributes, STACK_SIZE);
    thread.words[Block.tid / 4] = 0;
    const made = withSignalsBlocked(this.#wakeSignal, () =>
      c.pthread_create(new BigUint64Array(1), attributes, entry, thread.address),
    );
    if (made === 0) return thread;
    this.#ending.push(thread);
    return undefined;
  }

  #free(thread: CallThread): void {
    if (this.#idle.length < MOST_IDLE) {
      this.#idle.push(thread);
      return;
    }
    thread.tell(State.end);
    this.#ending.push(thread);
  }
}
