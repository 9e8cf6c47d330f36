/**
 * Who runs, and who waits for what.
 *
 * One Python thread alone blocks in the kernel and none of this is used. With several, a builtin that would block
 * parks its thread with a {@link Wait}; the next that can go on is resumed, and when there is none, the kernel is asked once for
 * all of them, with the nearest deadline. A thread that can go on at once is not suspended, until its turn is over (turns.ts).
 */
import { constants, sys, threads } from '@pysock/host';
import { CHECK_SIGNALS, INTERRUPTED, SUSPENDED, TIMED_OUT, WOULD_BLOCK, WOULD_WAIT } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import type { PyObject } from '../capi/index.ts';
import { wakeSignal } from '../signals/interrupts.ts';
import type { TrampolineImports } from '../wasm/trampolines.ts';
import { waitInPlace } from './in-place.ts';
import { type KernelCall, KernelWait, type Slices } from './kernel-wait.ts';
import { Outside } from './outside.ts';
import type { PyThread, ThreadStates, Turns, Wait } from './threads.ts';
import { WaitingThreads } from './waiting-threads.ts';

const { EAGAIN, EINTR } = constants;

export interface SchedulerHooks {
  /** `PyErr_CheckSignals` after signals were delivered: 0, or INTERRUPTED. */
  checkSignals(): number;
  /** Whether the host has heard signals that were not handed to the interpreter yet. */
  signalsWait(): boolean;
  /** Hands them over, to be handled by the thread that runs. */
  deliverSignals(): boolean;
  /** Turns what was thrown into a Python exception; throws it again when it is to end the program. */
  setThrown(error: unknown): void;
  /** Sets KeyboardInterrupt. */
  raiseInterrupt(): void;
}

/** For how long threads of Python's may go on among themselves before JavaScript's event loop has a turn, in nanoseconds. */
const JAVASCRIPT_INTERVAL = 20e6;

/**
 * Whether stack switching is refused, where JavaScript frames lie on the stack, before the suspending import is called: so in
 * V8 14.6 (Node 26); 13.6 (Node 24) calls it first, and throws then.
 */
const refusesFirst = isAtLeast(process.versions.v8, 14, 6);

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}

/** A thread that was woken waits at least so long for one that makes short calls: in CPython it takes a condition variable's time. */
const LEAST_TURN = 20_000;

/** What an attempt has returned, as the result of the wait. */
function asResult(result: number): number {
  return result === WOULD_BLOCK ? -EAGAIN : result;
}

/** Python's. */
class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

export class Scheduler implements TrampolineImports {
  /** The thread that runs; undefined when Python was entered in a way that cannot be suspended, or not at all. */
  current: PyThread | undefined;
  main: PyThread;
  /** Threads that were started and have not ended, the main one included. */
  alive = 1;
  /** When the running thread's turn began, in nanoseconds on the monotonic clock. */
  turn = 0;

  private readonly states: ThreadStates;
  private readonly hooks: SchedulerHooks;
  private readonly waiting: WaitingThreads;
  private readonly callThreads: threads.CallThreads;
  private next: PyThread | undefined;
  /** Ends the program with what a thread threw: an exit, or a fault of ours. */
  private fail: (error: unknown) => void = () => undefined;
  private preparations: (() => void)[] = [];
  private switched = false;
  /** What resumes a thread that is being suspended and that was not left yet. */
  private leaving: (() => void) | undefined;
  /** JavaScript's event loop is to run when every thread waits. */
  private isShared = false;
  private outside: Outside | undefined;
  /** What makes threads that compute take turns. */
  private takeTurns: Turns | undefined;
  private turns: Turns | undefined;
  /** Every thread waits, and JavaScript's event loop runs. */
  private idle = false;
  /**
   * The main thread is JavaScript's, which enters Python by threads of their own (embedding/entries.ts): it is current in C
   * whenever none of them runs.
   */
  private isServing = false;
  /** The thread that goes on as soon as JavaScript has returned. */
  private chosen: PyThread | undefined;
  /** Whether a wait without JavaScript is to be made in slices, and in which; absent, it never is. */
  slices: (() => Slices | undefined) | undefined;
  private isComing = false;
  /** When JavaScript's event loop ran last, in nanoseconds. */
  private javaScriptRan = 0;

  constructor(states: ThreadStates, hooks: SchedulerHooks) {
    this.states = states;
    this.hooks = hooks;
    this.main = states.main();
    this.callThreads = new threads.CallThreads(wakeSignal());
    this.waiting = new WaitingThreads(
      this.callThreads,
      () => this.summonMain(),
      () => this.turns,
    );
  }

  /** Whether a thread that waits has others to make way for, JavaScript being one when Python was entered so, and can. */
  get threaded(): boolean {
    if (this.current === undefined) return this.slices?.() !== undefined;
    return this.isShared || (this.alive > 1 && !this.states.isFinalizing());
  }

  /**
   * Waits. SUSPENDED where the caller's builtin has to return and be resumed, else the result.
   * A result is what `attempt` answers, or TIMED_OUT, or INTERRUPTED with an exception set.
   */
  waitFor(wait: Wait): number {
    const { current } = this;
    if (current?.isInterrupted === true) return this.raiseInterrupt(current);
    if (current !== undefined && this.threaded && this.waiting.goesAfter(current, wait)) {
      current.wait = wait;
      return SUSPENDED;
    }
    let result = wait.attempt();
    if (result === -EAGAIN) {
      if (current === undefined) return asResult(this.waitOutside(wait));
      if (!this.threaded) result = this.inPlace(wait);
    }
    if (result === -EINTR) return this.interrupted(wait);
    if (result !== -EAGAIN) {
      if (current !== undefined) this.waiting.release(current);
      return asResult(result);
    }
    (current as PyThread).wait = wait;
    return SUSPENDED;
  }

  /** Whether the running thread's C code has released Python's lock. */
  get isDetached(): boolean {
    return this.states.isDetached();
  }

  /** Makes a call that may block, with other threads going on meanwhile. Returns as `waitFor` does. */
  makeCall(call: KernelCall): number {
    return this.waitFor(this.kernelWait(call));
  }

  /** The same as a wait. */
  kernelWait(call: KernelCall): Wait {
    return new KernelWait(this.callThreads, call, () => this.threaded);
  }

  /**
   * A system call of the running thread's was interrupted, and `wait` is what is left of it: the handlers of signals run, with
   * no JavaScript below them, and then it goes on. Answers as `waitFor` does.
   */
  interrupted(wait: Wait): number {
    if (this.current === undefined) return this.hooks.checkSignals() < 0 ? INTERRUPTED : this.waitOutside(wait);
    this.current.signalled = true;
    this.current.wait = wait;
    return SUSPENDED;
  }

  /** Has the handlers of signals run. Answers as `waitFor` does. */
  runHandlers(): number {
    if (this.current?.isMain === false) this.summonMain();
    return this.interrupted({ files: [], deadline: Number.POSITIVE_INFINITY, attempt: () => 0 });
  }

  /** Goes on with an operation's result: now, or when the one that was suspended has it. */
  finish(result: number, then: (result: number) => PyObject): PyObject {
    if (result !== SUSPENDED) return then(result);
    const thread = this.current as PyThread;
    thread.complete = then;
    return thread.signalled ? this.checkSignals(thread) : WOULD_WAIT;
  }

  /**
   * Ends a call during which CPython gives its lock up: whoever was woken may take it, most times. An object, or what a C function
   * returns, is passed on when this thread goes on. A turn of no length is not given up. A word says that the call is not at its end:
   * an operation that was made of this one's result waits already.
   */
  passOn(value: number): number {
    const thread = this.current;
    if (value === WOULD_WAIT || value === CHECK_SIGNALS) return value;
    if (thread === undefined || !this.threaded || !this.waiting.isAnyWoken()) return value;
    if (monotonic() - this.turn < LEAST_TURN) return value;
    thread.wait = { files: [], deadline: Number.POSITIVE_INFINITY, attempt: () => 0 };
    thread.complete = () => value;
    this.wake(thread);
    return WOULD_WAIT;
  }

  /** A thread can go on: what it waits for may be there. */
  wake(thread: PyThread): void {
    this.waiting.wake(thread);
    this.leaveIdle();
  }

  /** A host descriptor is about to be closed, and its number may come back as another file. */
  closed(fd: number): void {
    this.waiting.closed(fd);
    this.leaveIdle();
  }

  /**
   * Runs Python as the main thread, from JavaScript's event loop. `run` suspends where Python waits. With `isShared`,
   * JavaScript goes on while all of Python waits; else the kernel is waited in.
   */
  async enter<T>(run: () => Promise<T>, isShared = false): Promise<T> {
    if (this.isServing && this.alive === 1) this.isServing = this.idle = false;
    if (this.current !== undefined || this.idle || this.isServing) throw new Error('Python is running');
    this.current = this.main;
    this.isShared = isShared;
    this.turns?.goOn();
    if (isShared) this.outside ??= new Outside(this.waiting.descriptor, () => this.comeBack());
    try {
      return await new Promise<T>((resolve, reject) => {
        this.fail = reject;
        run().then(resolve, reject);
      });
    } finally {
      this.turns?.pause();
      this.outside?.stop();
      this.isShared = false;
      this.idle = false;
      this.current = undefined;
    }
  }

  /** Descriptors of the host's that the scheduler itself has open. */
  hostDescriptors(): number[] {
    return [this.waiting.descriptor];
  }

  useTurns(turns: Turns | undefined): void {
    this.takeTurns = this.turns = turns;
  }

  /** From now on Python is entered by threads of their own, and JavaScript goes on while they wait. */
  serveJavaScript(): void {
    if (this.isServing) return;
    if (this.current !== undefined || this.idle) throw new Error('Python is running');
    this.isServing = this.isShared = this.idle = true;
    this.outside ??= new Outside(this.waiting.descriptor, () => this.comeBack());
    this.fail = (error) => {
      throw error;
    };
    // For as long as the interpreter lives: to listen takes longer than a short call does.
    this.beginThreads();
    this.turns?.pause();
    this.takeTurns = undefined;
  }

  /** Nothing that waits goes on any more. */
  stopServing(): void {
    this.turns?.close();
    this.outside?.close();
    this.outside = undefined;
  }

  /** Adds a thread, which `begin` starts on a stack of its own. It answers when the thread has ended. */
  start(thread: PyThread, begin: () => Promise<unknown>, failed: (error: unknown) => void = this.fail): void {
    if (this.alive++ === 1) this.beginThreads();
    thread.begin = () => {
      this.goOn(thread);
      const ending = begin();
      if (thread.returned) {
        ending.catch(failed);
        this.ended(thread);
      } else ending.then(() => this.ended(thread), failed);
    };
    this.wake(thread);
  }

  /** Has a thread raise KeyboardInterrupt, out of its wait or as soon as it looks. */
  interrupt(thread: PyThread): void {
    thread.isInterrupted = true;
    if (thread === this.current || thread.wait === undefined) return;
    this.waiting.wakeFirst(thread);
    this.leaveIdle();
  }

  /** Has a thread, the main one, look at the signals that the interpreter was told of. */
  signal(thread: PyThread): void {
    thread.signalled ||= thread.wait !== undefined;
    if (thread === this.current || thread.wait === undefined) return;
    this.waiting.wakeFirst(thread);
    this.leaveIdle();
  }

  private goOn(thread: PyThread): void {
    if (this.isServing) {
      this.states.leave(this.main);
      this.chosen = undefined;
      this.current = thread;
    }
    this.states.enter(thread);
    this.turn = monotonic();
  }

  private raiseInterrupt(thread: PyThread): number {
    thread.isInterrupted = false;
    this.hooks.raiseInterrupt();
    return INTERRUPTED;
  }

  /** Has something done when a second thread is first started. */
  whenThreaded(prepare: () => void): void {
    this.preparations.push(prepare);
  }

  private beginThreads(): void {
    for (const prepare of this.preparations) prepare();
    this.preparations = [];
    this.takeTurns?.begin();
  }

  park(): number {
    const thread = this.current as PyThread;
    if (!this.threaded) {
      this.blockHere(thread);
      return 0;
    }
    this.waiting.add(thread);
    const next = this.pick();
    this.switched = next !== thread;
    this.next = next;
    return this.switched ? 1 : 0;
  }

  suspend(): Promise<void> {
    const thread = this.current as PyThread;
    return new Promise((resolve) => {
      if (refusesFirst) this.leave(thread, resolve);
      else this.leaveLater(thread, resolve);
    });
  }

  /** Stack switching was refused: the one that was picked goes back, and this thread waits where it is. */
  block(): void {
    const thread = this.current as PyThread;
    const { next } = this;
    this.leaving = undefined;
    if (next !== undefined) this.waiting.wakeFirst(next);
    this.switched = false;
    const wait = thread.wait as Wait;
    if (wait.files.length > 0 || wait.deadline < Number.POSITIVE_INFINITY || wait.attempt() !== -EAGAIN) {
      this.blockHere(thread);
      return;
    }
    // What could end this wait is what another thread does, and none can run before JavaScript has returned.
    wait.cancel?.();
    wait.attempt = () => {
      throw new RuntimeError('cannot wait for another thread while JavaScript is called from this one');
    };
  }

  resume(): number {
    const thread = (this.chosen ?? this.current) as PyThread;
    if (this.switched) this.goOn(thread);
    this.switched = false;
    this.waiting.remove(thread);
    if (thread.isMain && this.hooks.signalsWait()) this.hooks.deliverSignals();
    return this.proceed(thread);
  }

  checked(result: number): number {
    const thread = this.current as PyThread;
    const { wait, complete } = thread.interrupted.pop() as PyThread['interrupted'][number];
    thread.wait = wait;
    thread.complete = complete;
    const { whenSignalled } = wait;
    if (result < 0) {
      wait.cancel?.();
      wait.attempt = () => INTERRUPTED;
    } else if (whenSignalled !== undefined) {
      thread.isToldOfSignals = true;
      wait.attempt = () => whenSignalled;
    }
    return this.proceed(thread);
  }

  /** Gives way to the others that can go on, if there are any. SUSPENDED or 0. */
  giveWay(): number {
    const thread = this.current;
    if (thread === undefined || !this.mustGiveWay()) return 0;
    thread.wait = { files: [], deadline: Number.POSITIVE_INFINITY, attempt: () => 0 };
    this.wake(thread);
    return SUSPENDED;
  }

  /** Whether another thread could go on now. */
  hasOthers(): boolean {
    return this.threaded && this.waiting.isAnyReady();
  }

  /** Whether others are to have their turn, JavaScript among them: not at Python's end, where signals have no handlers any more. */
  mustGiveWay(): boolean {
    if (this.states.isFinalizing()) return false;
    return this.current?.isInterrupted === true || this.owesJavaScript() || this.hasOthers();
  }

  /** Whether Python has run for so long that JavaScript's event loop is to have a turn. */
  private owesJavaScript(): boolean {
    return this.isShared && monotonic() - this.javaScriptRan >= JAVASCRIPT_INTERVAL;
  }

  /** A signal has come while another thread than the main one runs: the main thread is the one that looks at it, and it is next. */
  summonMain(): void {
    const { main } = this;
    if (this.isServing) return;
    main.signalled ||= main.wait !== undefined;
    this.waiting.wakeFirst(main);
  }

  /** Goes on with the operation of the thread, which has just been resumed. */
  private proceed(thread: PyThread): number {
    try {
      const result = thread.isInterrupted ? this.giveUp(thread) : this.outcome(thread);
      if (result === -EAGAIN) return thread.signalled ? this.checkSignals(thread) : WOULD_WAIT;
      if (result === -EINTR && !thread.isToldOfSignals) return this.checkSignals(thread);
      return this.complete(thread, result);
    } catch (error) {
      this.hooks.setThrown(error);
      return 0;
    }
  }

  /** A thread is to raise KeyboardInterrupt instead of waiting on. */
  private giveUp(thread: PyThread): number {
    const wait = thread.wait as Wait;
    wait.running?.interrupt();
    const result = wait.running === undefined ? -EAGAIN : wait.attempt();
    wait.cancel?.();
    // A call that was over has done something, which must not be lost: what comes next raises.
    return result === -EAGAIN || result === -EINTR ? this.raiseInterrupt(thread) : result;
  }

  private complete(thread: PyThread, result: number): number {
    const complete = thread.complete as (result: number) => PyObject;
    thread.wait = undefined;
    thread.complete = undefined;
    thread.signalled = false;
    thread.isToldOfSignals = false;
    this.waiting.release(thread);
    return complete(asResult(result));
  }

  private checkSignals(thread: PyThread): number {
    const { wait, complete } = thread;
    thread.interrupted.push({ wait, complete } as PyThread['interrupted'][number]);
    thread.wait = undefined;
    thread.signalled = false;
    if (thread.isMain) this.hooks.deliverSignals();
    return CHECK_SIGNALS;
  }

  /** The running thread has ended: the next one goes on when JavaScript's stack is empty. */
  private ended(thread: PyThread): void {
    if (--this.alive === 1) this.takeTurns?.end();
    this.current = undefined;
    if (!thread.isKept) {
      thread.ended = true;
      this.states.dispose(thread, this.main.sp);
    }
    if (this.isServing) this.states.enter(this.main);
    thread.whenEnded?.();
    this.switched = true;
    const next = this.pick();
    if (next !== undefined) this.run(next);
    else this.leaveToJavaScript();
  }

  private leave(thread: PyThread, resolve: () => void): void {
    this.states.leave(thread);
    thread.wake = resolve;
    if (this.isServing) {
      this.current = undefined;
      this.states.enter(this.main);
    }
    const { whenSuspended } = thread;
    thread.whenSuspended = undefined;
    whenSuspended?.();
    if (this.next !== undefined) this.run(this.next);
    else this.leaveToJavaScript();
  }

  /** Leaves the thread when its stack has been suspended, unless that is refused until then. */
  private leaveLater(thread: PyThread, resolve: () => void): void {
    this.leaving = resolve;
    queueMicrotask(() => {
      if (this.leaving !== resolve) return;
      this.leaving = undefined;
      this.leave(thread, resolve);
    });
  }

  /** Every thread waits: JavaScript's event loop runs until one can go on. */
  private leaveToJavaScript(): void {
    this.current = undefined;
    this.idle = true;
    this.states.runtime?.setMain(true);
    this.turns?.pause();
    this.waitOutsidePython();
  }

  private waitOutsidePython(): void {
    if (this.isServing && this.alive === 1) this.outside?.stop();
    else this.outside?.wait(this.waiting.isAnyWoken() ? 0 : this.waiting.patience());
  }

  /** Somebody can go on: when every thread waited, JavaScript's event loop is told. */
  private leaveIdle(): void {
    if (!this.idle || this.isComing) return;
    if (!this.isServing) {
      this.outside?.wait(0);
      return;
    }
    this.isComing = true;
    queueMicrotask(() => {
      this.isComing = false;
      this.comeBack();
    });
  }

  /** Called from the event loop: somebody may be able to go on. */
  private comeBack(): void {
    if (!this.idle) return;
    this.javaScriptRan = monotonic();
    const next = this.pick();
    if (next === undefined) {
      this.waitOutsidePython();
      return;
    }
    this.idle = false;
    this.run(next);
  }

  private run(thread: PyThread): void {
    if (this.idle) this.turns?.goOn();
    this.idle = false;
    if (this.isServing) this.chosen = thread;
    else this.current = thread;
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
    if (thread.signalled) wait.running?.interrupt();
    const result = wait.attempt();
    if (result !== -EAGAIN || thread.signalled) return result;
    if (wait.inKernel !== undefined && wait.files.some(({ fd, events }) => sys.pollOne(fd, events, 0) > 0)) {
      thread.wait = wait.inKernel();
      return thread.wait.attempt();
    }
    if (wait.deadline > monotonic()) return result;
    wait.cancel?.();
    return wait.expired ?? TIMED_OUT;
  }

  /** The next that can go on. When there is none, waits in the kernel, or leaves that to JavaScript. */
  private pick(): PyThread | undefined {
    if (this.hooks.signalsWait()) this.summonMain();
    if ((this.isServing && this.alive === 1) || this.owesJavaScript()) return undefined;
    return this.waiting.next(!this.isShared, this.current);
  }

  /** The running thread waits in place for what it would be suspended for. */
  private blockHere(thread: PyThread): void {
    this.waiting.remove(thread);
    const wait = thread.wait as Wait;
    const result = this.inPlace(wait);
    if (result === -EINTR) thread.signalled = true;
    else wait.attempt = () => result;
  }

  private inPlace(wait: Wait): number {
    return waitInPlace(wait, this.callThreads.descriptor, this.slices?.());
  }

  private waitOutside(wait: Wait): number {
    for (;;) {
      const result = this.inPlace(wait);
      if (result !== -EINTR) return result;
      if (this.hooks.checkSignals() < 0) {
        wait.cancel?.();
        return INTERRUPTED;
      }
    }
  }
}
