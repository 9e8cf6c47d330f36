/**
 * Threads of the kernel that run nothing: each has a number and a name, which `ps -L` shows, and waits in the C library's `sem_wait`
 * until it is told to end. They stand for threads that compute elsewhere. Seen on Linux 6.18: one takes 30 us to make, and 10 to name.
 */
import { isMainThread } from 'node:worker_threads';
import koffi from '../call/koffi.ts';
import { lazy } from '../call/libc.ts';
import { cString } from '../call/memory.ts';
import { constants } from '../constants/all.ts';
import { SIZEOF_SEM } from '../sys/semaphore.ts';
import { tgkill } from '../sys/thread.ts';
import { callAtEnd, omitAtEnd } from './at-end.ts';
import { startThread } from './native-thread.ts';

const { ESRCH } = constants;

const c = {
  calloc: lazy<(count: number, size: number) => number>('uintptr_t calloc(size_t, size_t)'),
  sem_init: lazy('int sem_init(uintptr_t, int, unsigned int)'),
  sem_post: lazy('int sem_post(uintptr_t)'),
  pthread_setname_np: lazy<(thread: bigint, name: Uint8Array) => number>('int pthread_setname_np(uintptr_t, void *)'),
  pthread_getcpuclockid: lazy<(thread: bigint, id: Int32Array) => number>(
    'int pthread_getcpuclockid(uintptr_t, void *)',
  ),
};

interface Functions {
  readonly sem_wait: number;
  readonly sem_post: number;
}

let functions: Functions | undefined;

function find(): Functions {
  const library = koffi.load(null);
  return { sem_wait: Number(library.symbol('sem_wait')), sem_post: Number(library.symbol('sem_post')) };
}

/** Threads that were told to end, the longest told first: of these the first is mostly over. */
const ending: StandingThread[] = [];
const MANY = 64;

/** A semaphore's address. Contract: no thread that is still to end uses it. */
function takeSemaphore(): number {
  const [first] = ending;
  if (first !== undefined && ending.length > MANY && tgkill(first.tid, 0) === -ESRCH) {
    ending.shift();
    return first.semaphore;
  }
  const semaphore = c.calloc(1, SIZEOF_SEM);
  c.sem_init(semaphore, 0, 0);
  return semaphore;
}

/** A thread's number is in its clock's, for which glibc and musl have a function; for the number alone they have none. */
function tidOf(thread: bigint): number {
  const id = new Int32Array(1);
  c.pthread_getcpuclockid(thread, id);
  return ~((id[0] as number) >> 3);
}

export class StandingThread {
  readonly tid: number;
  readonly semaphore: number;
  readonly #thread: bigint;

  private constructor(thread: bigint, semaphore: number) {
    this.#thread = thread;
    this.semaphore = semaphore;
    this.tid = tidOf(thread);
  }

  /** Undefined when there can be no more threads. */
  static start(): StandingThread | undefined {
    functions ??= find();
    const semaphore = takeSemaphore();
    const thread = startThread(functions.sem_wait, semaphore);
    if (thread === undefined) return undefined;
    // A worker that is terminated runs no JavaScript any more.
    if (!isMainThread) callAtEnd(functions.sem_post, semaphore);
    return new StandingThread(thread, semaphore);
  }

  /** At most 15 bytes, as a C string. */
  rename(name: Uint8Array): void {
    c.pthread_setname_np(this.#thread, cString(name));
  }

  /** Contract: once, and nothing after it. */
  end(): void {
    if (!isMainThread) omitAtEnd(functions?.sem_post as number, this.semaphore);
    c.sem_post(this.semaphore);
    ending.push(this);
  }
}
