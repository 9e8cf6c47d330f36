/**
 * Waiting for children: in the kernel while Python has one thread, and beside others by descriptors of the processes (pidfd), or,
 * as these do not tell that a child was stopped or goes on, in the kernel in a thread of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { addressOf, constants, sys } from '@pysock/host';
import { INTERRUPTED } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import type { PyObject } from '../capi/index.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { PyThread, Wait } from '../scheduler/threads.ts';

const { EAGAIN, EINTR, POLLIN, WNOHANG } = constants;

/** Bytes of siginfo_t. */
const SIGINFO = 128;

/** How often the kernel is asked where it does not tell which children there are. In nanoseconds. */
const LOOK_AGAIN = 10e6;

/** No process has such a number (Linux: PID_MAX_LIMIT is 2 ** 22). */
const FIRST_UNBORN = 1 << 23;

/** Asks for children. `isDone` tells a result from there being none yet, as WNOHANG has it. */
export interface Question {
  /** With or without WNOHANG among its options. 0 or more, or -errno. */
  ask(flags: number): number;
  isDone(result: number): boolean;
  /** The one child that it is about, or undefined for several. */
  readonly pid?: number | undefined;
  /** It is also about children that were stopped or go on: what waitid(2) waits for them with. */
  readonly stops?: { readonly idtype: number; readonly id: number; readonly options: number } | undefined;
}

/** The numbers of this process's children, of each of its kernel threads. */
function childrenOf(): number[] {
  const found: number[] = [];
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      const text = readFileSync(`/proc/self/task/${thread}/children`, 'latin1');
      for (const word of text.split(' ')) if (word !== '') found.push(Number(word));
    } catch {
      // A thread that has just ended, or a kernel without this file: then looked for again and again.
    }
  }
  return found;
}

/** A wait for children beside other threads. Its descriptors follow what children there are. */
class ChildrenWait implements Wait {
  readonly files: { fd: number; events: number }[] = [];
  readonly #scheduler: Scheduler;
  readonly #question: Question;
  readonly #pidfds = new Map<number, number>();

  constructor(scheduler: Scheduler, question: Question) {
    this.#scheduler = scheduler;
    this.#question = question;
  }

  get deadline(): number {
    return this.files.length === 0 ? monotonic() + LOOK_AGAIN : Number.POSITIVE_INFINITY;
  }

  readonly attempt = (): number => {
    const { current, threaded } = this.#scheduler;
    if (threaded || current === undefined) return this.#look();
    const result = this.#question.ask(0);
    if (result !== -EINTR) return this.#end(result);
    current.signalled = true;
    return -EAGAIN;
  };

  readonly cancel = (): void => {
    for (const fd of this.#pidfds.values()) {
      this.#scheduler.closed(fd);
      sys.close(fd);
    }
    this.#pidfds.clear();
  };

  #look(): number {
    const result = this.#question.ask(WNOHANG);
    if (this.#question.isDone(result)) return this.#end(result);
    this.#follow();
    return -EAGAIN;
  }

  #end(result: number): number {
    this.cancel();
    return result;
  }

  #follow(): void {
    const { pid } = this.#question;
    for (const child of pid === undefined ? childrenOf() : [pid]) {
      if (this.#pidfds.has(child)) continue;
      const fd = sys.pidfd_open(child, 0);
      if (fd < 0) continue;
      this.#pidfds.set(child, fd);
      this.files.push({ fd, events: POLLIN });
    }
  }
}

export class Children {
  readonly #scheduler: Scheduler;
  readonly #unborn = new Map<number, number>();
  #nextUnborn = FIRST_UNBORN;
  /** Threads that wait for more than one child. */
  readonly #waiting = new Set<PyThread>();

  readonly #ended: () => void;

  /** `ended` is called when a wait has found something. */
  constructor(scheduler: Scheduler, ended: () => void) {
    this.#scheduler = scheduler;
    this.#ended = ended;
  }

  /** There is one more child: who waits for any has to know. */
  started(): void {
    for (const thread of this.#waiting) this.#scheduler.wake(thread);
  }

  /**
   * A number for a child that has failed before it could execute its program, where C's fork would have made one that ends with
   * this status. `wait4` finds it.
   */
  unborn(status: number): number {
    const pid = this.#nextUnborn++;
    this.#unborn.set(pid, status);
    return pid;
  }

  /** The status of such a child, once. */
  takeUnborn(pid: number): number | undefined {
    const status = this.#unborn.get(pid);
    this.#unborn.delete(pid);
    return status;
  }

  /** Waits until the question is answered, and makes `done` the builtin's result. */
  wait(question: Question, options: number, done: (result: number) => PyObject): PyObject {
    const scheduler = this.#scheduler;
    const then = (result: number): PyObject => {
      if (result >= 0 && question.isDone(result)) this.#ended();
      return done(result);
    };
    if (options & WNOHANG) return then(question.ask(WNOHANG));
    if (!scheduler.threaded) {
      const result = question.ask(0);
      if (result !== -EINTR) return then(result);
    }
    const { stops } = question;
    if (stops !== undefined && scheduler.threaded) return this.#waitForStops(question, stops, then);
    const wait = new ChildrenWait(scheduler, question);
    const thread = scheduler.current;
    if (thread !== undefined && question.pid === undefined) this.#waiting.add(thread);
    const result = scheduler.threaded ? scheduler.waitFor(wait) : scheduler.interrupted(wait);
    return scheduler.finish(result, (ended) => {
      if (thread !== undefined) this.#waiting.delete(thread);
      wait.cancel();
      return then(ended);
    });
  }

  #waitForStops(
    question: Question,
    { idtype, id, options }: NonNullable<Question['stops']>,
    then: (result: number) => PyObject,
  ): PyObject {
    const scheduler = this.#scheduler;
    const place = new Uint8Array(SIGINFO);
    const look = (): PyObject => {
      const found = question.ask(WNOHANG);
      if (question.isDone(found)) return then(found);
      const call = { prepare: () => sys.waitidCall(idtype, id, addressOf(place), options), descriptors: [] };
      // Another thread may have taken what this one was told of.
      return scheduler.finish(scheduler.makeCall(call), (result) => (result === INTERRUPTED ? then(result) : look()));
    };
    return look();
  }
}
