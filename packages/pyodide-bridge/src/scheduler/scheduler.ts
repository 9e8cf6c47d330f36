/**
 * Who runs, and who waits for what.
 *
 * One Python thread alone blocks in the kernel and none of this is used. With several, a builtin that would block
 * parks its thread with a {@link Wait}; the next that can go on is resumed, and when there is none, the kernel is asked once for
 * all of them, with the nearest deadline. A thread that can go on at once is never suspended.
 */
import { constants, INTERRUPTED, monotonic, pollTimeout, SUSPENDED, TIMED_OUT } from '@pysock/socket-shim/internals';
import type { PyObject } from '../capi/index.ts';
import { type Deadline, Deadlines } from './deadlines.ts';
import { Outside } from './outside.ts';
import { Readiness } from './readiness.ts';
import type { PyThread, ThreadStates, Wait } from './threads.ts';
import { type TrampolineImports, WOULD_WAIT } from './trampolines.ts';

const { EAGAIN, EBADF, EINTR } = constants;

/** How many threads go on, one after the other, before the kernel is asked who else can. */
const TURNS = 32;

export interface SchedulerHooks {
  /** `PyErr_CheckSignals` after signals were delivered: 0, or INTERRUPTED. */
  checkSignals(): number;
  /** Hands signals that the host has heard to the interpreter. True when there was one. */
  deliverSignals(): boolean;
  /** Turns what was thrown into a Python exception; throws it again when it is to end the program. */
  setThrown(error: unknown): void;
}

export class Scheduler implements TrampolineImports {
  /** The thread that runs; undefined when Python was entered in a way that cannot be suspended, or not at all. */
  current: PyThread | undefined;
  readonly main: PyThread;
  /** Threads that were started and have not ended, the main one included. */
  alive = 1;

  private readonly states: ThreadStates;
  private readonly hooks: SchedulerHooks;
  private readonly readiness = new Readiness<PyThread>();
  private readonly deadlines = new Deadlines<PyThread>();
  private readonly timers = new Map<PyThread, Deadline<PyThread>>();
  private queue: PyThread[] = [];
  private head = 0;
  private turns = 0;
  private next: PyThread | undefined;
  /** Ends the program with what a thread threw: an exit, or a fault of ours. */
  private fail: (error: unknown) => void = () => undefined;
  private switched = false;
  /** Present while JavaScript's event loop is to run when every thread waits. */
  private outside: Outside | undefined;
  /** Every thread waits, and JavaScript's event loop runs. */
  private idle = false;

  constructor(states: ThreadStates, hooks: SchedulerHooks) {
    this.states = states;
    this.hooks = hooks;
    this.main = states.main();
  }

  /** Whether a thread that waits has others to make way for, JavaScript being one when Python was entered so, and can. */
  get threaded(): boolean {
    return (this.alive > 1 || this.outside !== undefined) && this.current !== undefined;
  }

  /**
   * Waits. SUSPENDED where the caller's builtin has to return and be resumed, else the result.
   * A result is what `attempt` answers, or TIMED_OUT, or INTERRUPTED with an exception set.
   */
  waitFor(wait: Wait): number {
    const first = wait.attempt();
    if (first !== -EAGAIN) return first;
    if (!this.threaded) return this.blockOn(wait, true);
    (this.current as PyThread).wait = wait;
    return SUSPENDED;
  }

  /** Goes on with an operation's result: now, or when the one that was suspended has it. */
  finish(result: number, then: (result: number) => PyObject): PyObject {
    if (result !== SUSPENDED) return then(result);
    (this.current as PyThread).complete = then;
    return WOULD_WAIT;
  }

  /** A thread can go on: what it waits for may be there. */
  wake(thread: PyThread): void {
    if (thread.ready) return;
    thread.ready = true;
    this.queue.push(thread);
    if (this.idle) this.outside?.wait(0);
  }

  /** A host descriptor is about to be closed: who waits for it fails with EBADF, and its number may come back as another file. */
  closed(fd: number): void {
    for (const thread of this.readiness.closed(fd)) {
      (thread.wait as Wait).attempt = () => -EBADF;
      this.wake(thread);
    }
  }

  /**
   * Runs Python as the main thread, from JavaScript's event loop. `run` suspends where Python waits. With `isShared`,
   * JavaScript goes on while all of Python waits; else the kernel is waited in.
   */
  async enter<T>(run: () => Promise<T>, isShared = false): Promise<T> {
    if (this.current !== undefined || this.idle) throw new Error('Python is running');
    this.current = this.main;
    if (isShared) this.outside = new Outside(this.readiness.descriptor, () => this.goOn());
    try {
      return await new Promise<T>((resolve, reject) => {
        this.fail = reject;
        run().then(resolve, reject);
      });
    } finally {
      this.outside?.stop();
      this.outside = undefined;
      this.idle = false;
      this.current = undefined;
    }
  }

  /** Adds a thread, which `begin` starts on a stack of its own. It answers when the thread has ended. */
  start(thread: PyThread, begin: () => Promise<unknown>): void {
    this.alive++;
    thread.begin = () => {
      this.states.enter(thread);
      begin().then(
        () => this.ended(thread),
        (error: unknown) => this.fail(error),
      );
    };
    this.wake(thread);
  }

  park(): number {
    const thread = this.current as PyThread;
    this.arm(thread);
    const next = this.pick();
    this.switched = next !== thread;
    this.next = next;
    return this.switched ? 1 : 0;
  }

  suspend(): Promise<void> {
    const thread = this.current as PyThread;
    this.states.leave(thread);
    return new Promise((resolve) => {
      thread.wake = resolve;
      if (this.next !== undefined) this.run(this.next);
      else this.leaveToJavaScript();
    });
  }

  /** Stack switching was refused: the one that was picked goes back, and this thread waits where it is. */
  block(): void {
    const thread = this.current as PyThread;
    const { next } = this;
    if (next !== undefined) {
      next.ready = true;
      this.queue.splice(this.head, 0, next);
    }
    this.disarm(thread);
    this.switched = false;
    const wait = thread.wait as Wait;
    const result = this.blockOn(wait, thread === this.main);
    thread.wait = { files: [], deadline: wait.deadline, attempt: () => result };
  }

  resume(): number {
    const thread = this.current as PyThread;
    if (this.switched) this.states.enter(thread);
    this.switched = false;
    this.disarm(thread);
    try {
      const result = this.outcome(thread);
      if (result === -EAGAIN) return WOULD_WAIT;
      const complete = thread.complete as (result: number) => PyObject;
      thread.wait = undefined;
      thread.complete = undefined;
      return complete(result);
    } catch (error) {
      this.hooks.setThrown(error);
      return 0;
    }
  }

  /** Gives way to the others that can go on, if there are any. SUSPENDED or 0. */
  giveWay(): number {
    const thread = this.current;
    if (!this.threaded || thread === undefined) return 0;
    this.readiness.wait(0, (ready) => this.wake(ready));
    this.expire();
    if (this.head === this.queue.length) return 0;
    thread.wait = { files: [], deadline: Number.POSITIVE_INFINITY, attempt: () => 0 };
    this.wake(thread);
    return SUSPENDED;
  }

  /** The running thread has ended: the next one goes on when JavaScript's stack is empty. */
  private ended(thread: PyThread): void {
    this.alive--;
    this.current = undefined;
    this.states.dispose(thread, this.main.sp);
    this.switched = true;
    const next = this.pick();
    if (next !== undefined) this.run(next);
    else this.leaveToJavaScript();
  }

  /** Every thread waits: JavaScript's event loop runs until one can go on. */
  private leaveToJavaScript(): void {
    this.current = undefined;
    this.idle = true;
    this.outside?.wait(this.patience());
  }

  /** Called from the event loop: somebody may be able to go on. */
  private goOn(): void {
    if (!this.idle) return;
    const next = this.pick();
    if (next === undefined) {
      this.outside?.wait(this.patience());
      return;
    }
    this.idle = false;
    this.run(next);
  }

  private run(thread: PyThread): void {
    this.current = thread;
    this.switched = true;
    const { begin, wake } = thread;
    if (begin !== undefined) {
      thread.begin = undefined;
      queueMicrotask(begin);
    } else if (wake !== undefined) {
      thread.wake = undefined;
      wake();
    }
  }

  private outcome(thread: PyThread): number {
    const wait = thread.wait as Wait;
    const result = wait.attempt();
    if (result !== -EAGAIN) return result;
    if (thread.interrupted) {
      thread.interrupted = false;
      if (this.hooks.checkSignals() < 0) {
        wait.cancel?.();
        return INTERRUPTED;
      }
    }
    if (wait.deadline > monotonic()) return -EAGAIN;
    wait.cancel?.();
    return wait.expired ?? TIMED_OUT;
  }

  private arm(thread: PyThread): void {
    const { files, deadline } = thread.wait as Wait;
    for (const { fd, events } of files) if (!this.readiness.add(fd, events, thread)) this.wake(thread);
    if (deadline !== Number.POSITIVE_INFINITY) this.timers.set(thread, this.deadlines.add(deadline, thread));
  }

  private disarm(thread: PyThread): void {
    for (const { fd } of (thread.wait as Wait).files) this.readiness.remove(fd, thread);
    const timer = this.timers.get(thread);
    if (timer === undefined) return;
    timer.over = true;
    this.timers.delete(thread);
  }

  /** The next that can go on, in the order in which they could. When there is none, waits in the kernel, or leaves that to JavaScript. */
  private pick(): PyThread | undefined {
    for (;;) {
      const idle = this.head === this.queue.length;
      if (idle || ++this.turns >= TURNS) {
        this.turns = 0;
        this.ask(idle && this.outside === undefined ? this.patience() : 0);
      }
      const thread = this.shift();
      if (thread !== undefined || this.outside !== undefined) return thread;
    }
  }

  private ask(timeout: number): void {
    const count = this.readiness.wait(timeout, (thread) => this.wake(thread));
    if (count === -EINTR || timeout === 0) this.interrupt(count === -EINTR);
    this.expire();
  }

  /** The main thread is the one that looks at signals. */
  private interrupt(certain: boolean): void {
    if (!this.hooks.deliverSignals() && !certain) return;
    this.main.interrupted = true;
    if (this.current !== this.main || this.main.wait !== undefined) this.wake(this.main);
  }

  private expire(): void {
    const now = monotonic();
    for (let due = this.deadlines.take(now); due !== undefined; due = this.deadlines.take(now)) this.wake(due.who);
  }

  /** Milliseconds until the nearest deadline, -1 for none. */
  private patience(): number {
    const first = this.deadlines.peek();
    return first === undefined ? -1 : pollTimeout(Math.max(first.at - monotonic(), 0));
  }

  private shift(): PyThread | undefined {
    const thread = this.queue[this.head];
    if (thread === undefined) return undefined;
    this.head++;
    if (this.head === this.queue.length) {
      this.queue = [];
      this.head = 0;
    }
    thread.ready = false;
    return thread;
  }

  /** Waits in the kernel, in place. */
  private blockOn(wait: Wait, signals: boolean): number {
    const alone = new Readiness<Wait>();
    try {
      for (;;) {
        for (const { fd, events } of wait.files) alone.add(fd, events, wait);
        const left = wait.deadline - monotonic();
        if (left <= 0) {
          const last = wait.attempt();
          if (last !== -EAGAIN) return last;
          wait.cancel?.();
          return wait.expired ?? TIMED_OUT;
        }
        const asked = alone.wait(left === Number.POSITIVE_INFINITY ? -1 : pollTimeout(left), () => undefined);
        if (asked === -EINTR && signals && this.hooks.checkSignals() < 0) {
          wait.cancel?.();
          return INTERRUPTED;
        }
        const result = wait.attempt();
        if (result !== -EAGAIN) return result;
      }
    } finally {
      alone.dispose();
    }
  }
}
