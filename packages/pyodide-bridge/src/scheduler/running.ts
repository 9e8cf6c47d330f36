/** Which thread runs. Each is begun, suspended, gone on with and ended on a stack of its own. */
import { monotonic } from '@pysock/socket-shim/internals';
import type { PyThread, ThreadStates, Turns } from './threads.ts';

/**
 * Whether stack switching is refused, where JavaScript frames lie on the stack, before the suspending import is called: so in
 * V8 14.6 (Node 26, Deno); 13.6 (Node 24) and Bun's engine, which names a version of V8 too, call it first, and throw then.
 */
const refusesFirst = isAtLeast(process.versions.v8, 14, 6) && !('bun' in process.versions);

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}

/** What comes after a thread that stops running. */
export interface Succession {
  /** The next that can go on. When there is none, waits in the kernel for one, or leaves that to JavaScript: undefined. */
  pick(): PyThread | undefined;
  /** Every thread waits: JavaScript's event loop runs until one can go on. */
  leaveToJavaScript(): void;
}

export class Running {
  /** The thread that runs; undefined when Python was entered in a way that cannot be suspended, or not at all. */
  current: PyThread | undefined;
  main: PyThread;
  /** Threads that were started and have not ended, the main one included. */
  alive = 1;
  /** When the running thread's turn began, in nanoseconds on the monotonic clock. */
  turn = 0;
  /**
   * The main thread is JavaScript's, which enters Python by threads of their own (embedding/entries.ts): it is current in C
   * whenever none of them runs.
   */
  isServing = false;
  /** Another thread is to go on than the one that stopped. */
  switched = false;
  /** Ends the program with what a thread threw: an exit, or a fault of ours. */
  fail: (error: unknown) => void = () => undefined;
  /** What makes threads that compute take turns, while it is to be begun and ended with the second thread. */
  takeTurns: Turns | undefined;
  /** Called when a thread has ended. */
  whenEnded: (() => void) | undefined;
  readonly states: ThreadStates;
  private readonly succession: Succession;
  /** The thread that goes on as soon as JavaScript has returned. */
  private chosen: PyThread | undefined;
  /** What resumes a thread that is being suspended and that was not left yet. */
  private leaving: (() => void) | undefined;

  constructor(states: ThreadStates, succession: Succession) {
    this.states = states;
    this.main = states.main();
    this.succession = succession;
  }

  /** The thread whose stack is gone on with. */
  resumed(): PyThread {
    const thread = (this.chosen ?? this.current) as PyThread;
    if (this.switched) this.goOn(thread);
    this.switched = false;
    return thread;
  }

  /** Makes ready what runs when the thread's turn has come. `begin` returns when the thread has ended. */
  start(thread: PyThread, begin: () => Promise<unknown>, failed: (error: unknown) => void): void {
    this.alive++;
    thread.begin = () => {
      this.goOn(thread);
      const ending = begin();
      if (thread.returned) {
        ending.catch(failed);
        this.ended(thread);
      } else ending.then(() => this.ended(thread), failed);
    };
  }

  /** Suspends the running thread, and has `next` go on, or JavaScript when there is none. Resolved when it goes on itself. */
  suspend(next: PyThread | undefined): Promise<void> {
    const thread = this.current as PyThread;
    return new Promise((resolve) => {
      if (refusesFirst) this.leave(thread, next, resolve);
      else this.leaveLater(thread, next, resolve);
    });
  }

  /** Stack switching was refused: the running thread goes on. */
  stay(): void {
    this.leaving = undefined;
    this.switched = false;
  }

  /** Has a thread go on when JavaScript's stack is empty: at once where the caller says that it is. */
  run(thread: PyThread, isEmpty = false): void {
    if (this.isServing) this.chosen = thread;
    else this.current = thread;
    this.switched = true;
    const { begin, wake } = thread;
    if (begin !== undefined) {
      thread.begin = undefined;
      if (isEmpty) begin();
      else queueMicrotask(begin);
    } else if (wake !== undefined) {
      thread.wake = undefined;
      wake();
    }
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

  private leave(thread: PyThread, next: PyThread | undefined, resolve: () => void): void {
    this.states.leave(thread);
    thread.wake = resolve;
    if (this.isServing) {
      this.current = undefined;
      this.states.enter(this.main);
    }
    if (thread.wait?.isTurn !== true) {
      const { whenSuspended } = thread;
      thread.whenSuspended = undefined;
      whenSuspended?.();
    }
    if (next !== undefined) this.run(next);
    else this.succession.leaveToJavaScript();
  }

  /** Leaves the thread when its stack has been suspended, unless that is refused until then. */
  private leaveLater(thread: PyThread, next: PyThread | undefined, resolve: () => void): void {
    this.leaving = resolve;
    queueMicrotask(() => {
      if (this.leaving !== resolve) return;
      this.leaving = undefined;
      this.leave(thread, next, resolve);
    });
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
    this.whenEnded?.();
    this.switched = true;
    const next = this.succession.pick();
    if (next !== undefined) this.run(next);
    else this.succession.leaveToJavaScript();
  }
}
