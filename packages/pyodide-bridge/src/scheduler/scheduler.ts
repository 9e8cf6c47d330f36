/**
 * Which thread runs, and which waits for what.
 *
 * One Python thread alone blocks in the kernel and none of this is used. With several, a builtin that would block
 * parks its thread with a {@link Wait}; the next that can go on is resumed, and when there is none, the kernel is asked once for
 * all of them, with the nearest deadline. A thread that can go on at once is not suspended, until its turn is over (turns.ts).
 */
import { constants, threads } from '@pysock/host';
import { CHECK_SIGNALS, INTERRUPTED, isWatched, SUSPENDED, WOULD_WAIT } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import type { PyObject } from '../capi/index.ts';
import { wakeSignal } from '../signals/interrupts.ts';
import { Entrance } from './entrance.ts';
import { InPlace } from './in-place.ts';
import { JavaScriptLoop } from './javascript-loop.ts';
import { type KernelCall, KernelWait, type Slices } from './kernel-wait.ts';
import { asResult, Operations, type SchedulerHooks } from './operations.ts';
import { Running } from './running.ts';
import { Suspension } from './suspension.ts';
import { type PyThread, showAttempts, type ThreadStates, type Wait } from './threads.ts';
import { WaitingThreads } from './waiting-threads.ts';

const { EAGAIN, EINTR } = constants;

/** A thread that was woken waits at least so long for one that makes short calls: in CPython it takes a condition variable's time. */
const LEAST_TURN = 20_000;

/** A wait for nothing: the others have their turn. */
const turnOver = (): Wait => ({ files: [], deadline: Number.POSITIVE_INFINITY, attempt: () => 0, isTurn: true });

export class Scheduler {
  /** For the trampolines. */
  readonly suspension: Suspension;
  readonly entrance: Entrance;
  private readonly states: ThreadStates;
  private readonly hooks: SchedulerHooks;
  private readonly running: Running;
  private readonly waiting: WaitingThreads;
  private readonly operations: Operations;
  private readonly loop: JavaScriptLoop;
  private readonly inPlace: InPlace;
  private readonly callThreads: threads.CallThreads;

  constructor(states: ThreadStates, hooks: SchedulerHooks) {
    this.states = states;
    this.hooks = hooks;
    this.callThreads = new threads.CallThreads(wakeSignal());
    this.waiting = new WaitingThreads(
      this.callThreads,
      () => this.summonMain(),
      () => this.entrance.turns,
    );
    const pick = () => this.pick();
    const running = new Running(states, { pick, leaveToJavaScript: () => this.leaveToJavaScript() });
    this.running = running;
    this.loop = new JavaScriptLoop(running, this.waiting, pick);
    this.entrance = new Entrance(running, this.loop, (thread) => this.wake(thread));
    this.operations = new Operations(hooks, this.waiting);
    this.inPlace = new InPlace(this.callThreads, () => hooks.checkSignals());
    const { waiting, operations, inPlace } = this;
    const hasOthers = () => this.threaded;
    this.suspension = new Suspension({ running, waiting, operations, inPlace, hooks, hasOthers, pick });
  }

  /** The thread that runs; undefined when Python was entered in a way that cannot be suspended, or not at all. */
  get current(): PyThread | undefined {
    return this.running.current;
  }

  set current(thread: PyThread | undefined) {
    this.running.current = thread;
  }

  get main(): PyThread {
    return this.running.main;
  }

  set main(thread: PyThread) {
    this.running.main = thread;
  }

  /** Threads that were started and have not ended, the main one included. */
  get alive(): number {
    return this.running.alive;
  }

  /** When the running thread's turn began, in nanoseconds on the monotonic clock. */
  get turn(): number {
    return this.running.turn;
  }

  set turn(began: number) {
    this.running.turn = began;
  }

  set slices(slices: () => Slices | undefined) {
    this.inPlace.slices = slices;
  }

  /** Whether a thread that waits has others to make way for, JavaScript being one when Python was entered so, and can. */
  get threaded(): boolean {
    const { running, inPlace } = this;
    if (running.current === undefined) return inPlace.slices?.() !== undefined;
    return this.loop.isShared || (running.alive > 1 && !this.states.isFinalizing());
  }

  /** Whether the running thread's C code has released Python's lock. */
  get isDetached(): boolean {
    return this.states.isDetached();
  }

  /**
   * Waits. SUSPENDED where the caller's builtin has to return and be resumed, else the result.
   * A result is what `attempt` returns, or TIMED_OUT, or INTERRUPTED with an exception set.
   */
  waitFor(wait: Wait): number {
    const { current } = this.running;
    if (isWatched()) showAttempts(wait);
    if (current?.isInterrupted === true) return this.operations.raiseInterrupt(current);
    if (current !== undefined && this.threaded && this.waiting.goesAfter(current, wait)) {
      current.wait = wait;
      return SUSPENDED;
    }
    let result = wait.attempt();
    if (result === -EAGAIN) {
      if (current === undefined) return asResult(this.inPlace.waitWithHandlers(wait));
      if (!this.threaded) result = this.inPlace.wait(wait);
    }
    if (result === -EINTR) return this.interrupted(wait);
    if (result !== -EAGAIN) {
      if (current !== undefined) this.waiting.release(current);
      return asResult(result);
    }
    (current as PyThread).wait = wait;
    return SUSPENDED;
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
   * no JavaScript below them, and then it goes on. Returns as `waitFor` does.
   */
  interrupted(wait: Wait): number {
    const { current } = this.running;
    if (isWatched()) showAttempts(wait);
    if (current === undefined) {
      return this.hooks.checkSignals() < 0 ? INTERRUPTED : this.inPlace.waitWithHandlers(wait);
    }
    current.signalled = true;
    current.wait = wait;
    return SUSPENDED;
  }

  /** Has the handlers of signals run. Returns as `waitFor` does. */
  runHandlers(): number {
    if (this.current?.isMain === false) this.summonMain();
    return this.interrupted(turnOver());
  }

  /** Goes on with an operation's result: now, or when the one that was suspended has it. */
  finish(result: number, then: (result: number) => PyObject): PyObject {
    if (result !== SUSPENDED) return then(result);
    const thread = this.running.current as PyThread;
    thread.complete = then;
    return thread.signalled ? this.operations.checkSignals(thread) : WOULD_WAIT;
  }

  /**
   * Ends a call during which CPython gives its lock up: a thread that was woken may take it, most times. An object, or what a C function
   * returns, is passed on when this thread goes on. A turn of no length is not given up. A word says that the call is not at its end:
   * an operation that was made of this one's result waits already.
   */
  passOn(value: number): number {
    const thread = this.running.current;
    if (value === WOULD_WAIT || value === CHECK_SIGNALS) return value;
    if (thread === undefined || !this.threaded || !this.waiting.isAnyWoken()) return value;
    if (monotonic() - this.running.turn < LEAST_TURN) return value;
    thread.wait = turnOver();
    thread.complete = () => value;
    this.wake(thread);
    return WOULD_WAIT;
  }

  /** Gives way to the others that can go on, if there are any. SUSPENDED or 0. */
  giveWay(): number {
    const thread = this.running.current;
    if (thread === undefined || !this.mustGiveWay()) return 0;
    thread.wait = turnOver();
    this.wake(thread);
    return SUSPENDED;
  }

  /** Whether others are to have their turn, JavaScript among them: not at Python's end, where signals have no handlers any more. */
  mustGiveWay(): boolean {
    if (this.states.isFinalizing()) return false;
    return this.current?.isInterrupted === true || this.loop.isOwed() || (this.threaded && this.waiting.isAnyReady());
  }

  /** A thread can go on: what it waits for may be there. */
  wake(thread: PyThread): void {
    this.waiting.wake(thread);
    this.loop.tell();
  }

  /** A host descriptor is about to be closed, and its number may come back as another file. */
  closed(fd: number): void {
    this.waiting.closed(fd);
    this.loop.tell();
  }

  /** Has a thread raise KeyboardInterrupt, out of its wait or as soon as it looks. */
  interrupt(thread: PyThread): void {
    thread.isInterrupted = true;
    this.haveLook(thread);
  }

  /** Has a thread, the main one, look at the signals that the interpreter was told of. */
  signal(thread: PyThread): void {
    thread.signalled ||= thread.wait !== undefined;
    this.haveLook(thread);
  }

  /** A signal has come while another thread than the main one runs: the main thread is the one that looks at it, and it is next. */
  summonMain(): void {
    const { main } = this;
    if (this.running.isServing) return;
    main.signalled ||= main.wait !== undefined;
    this.waiting.wakeFirst(main);
  }

  /** Descriptors of the host's that the scheduler itself has open. */
  hostDescriptors(): number[] {
    return [this.waiting.descriptor];
  }

  private haveLook(thread: PyThread): void {
    if (thread === this.running.current || thread.wait === undefined) return;
    this.waiting.wakeFirst(thread);
    this.loop.tell();
  }

  /** Every thread waits: JavaScript's event loop runs until one can go on. */
  private leaveToJavaScript(): void {
    this.running.current = undefined;
    this.states.runtime?.setMain(true);
    this.entrance.turns?.pause();
    this.loop.begin();
  }

  /** The next that can go on. When there is none, waits in the kernel, or leaves that to JavaScript. */
  private pick(): PyThread | undefined {
    const { running, loop } = this;
    if (this.hooks.signalsWait()) this.summonMain();
    if ((running.isServing && running.alive === 1) || loop.isOwed()) return undefined;
    return this.waiting.next(!loop.isShared, running.current);
  }
}
