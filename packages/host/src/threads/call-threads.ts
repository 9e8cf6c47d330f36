/**
 * Threads of the operating system in which system calls block, while the thread that asks for them goes on.
 *
 * A thread is some hundred bytes of machine code (assembly/call-thread-*.S) in a loop: it waits on a futex for a call, makes it, and adds to an
 * eventfd. It runs no JavaScript and nothing of a C library. Seen on Linux 6.18, two cores: a thread is made in 0.05 ms and a call that returns
 * at once comes back after 20 us. libuv's pool has four threads, of which each would be taken as long as its call blocks, and tells of a
 * call's end only in the event loop; a worker of Node's takes 15 ms and 5 MB.
 */
import { lazy } from '../call/libc.ts';
import type { SystemCall } from '../call/system-call.ts';
import { constants } from '../constants/all.ts';
import { code as codeArm64 } from '../generated/machine-code/call-thread-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/call-thread-x64.ts';
import { setInterrupting } from '../sys/signal.ts';
import { tgkill } from '../sys/thread.ts';
import { Block, State } from './call-block.ts';
import { mapCode } from './machine-code.ts';
import { SharedBlock, startThread } from './native-thread.ts';

const { EFD_CLOEXEC, EFD_NONBLOCK } = constants;

const c = {
  eventfd: lazy('int eventfd(unsigned int, int)'),
  read: lazy('int64_t read(int, void *, size_t)'),
};

/** How many threads without a call are kept. */
const MOST_IDLE = 8;

/** Where the machine code lies, once it is mapped. */
let entry = 0;

/** A thread's block. */
class CallThread extends SharedBlock {
  constructor(announce: number) {
    super(Block.size);
    this.write(Block.announce, announce);
    this.write(Block.one, 1);
  }

  get state(): number {
    return Atomics.load(this.words, Block.state / 4);
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
        const result = thread.read(Block.result);
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
    thread.words[Block.tid / 4] = 0;
    if (startThread(entry, thread.address, [this.#wakeSignal]) !== undefined) return thread;
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
