/** JavaScript's event loop beside Python: it runs while every thread waits, and has a turn from time to time while they do not. */
import { monotonic } from '@pysock/socket-shim/internals';
import { Outside } from './outside.ts';
import type { Running } from './running.ts';
import type { PyThread } from './threads.ts';
import type { WaitingThreads } from './waiting-threads.ts';

/** For how long threads of Python's may go on among themselves before JavaScript's event loop has a turn, in nanoseconds. */
const INTERVAL = 20e6;

/** For microtasks: Node's queueMicrotask makes an object of its own for each. */
const settled = Promise.resolve();

export class JavaScriptLoop {
  /** It is to run when every thread waits. */
  isShared = false;
  /** Every thread waits, and it runs. */
  isIdle = false;
  private readonly running: Running;
  private readonly waiting: WaitingThreads;
  private readonly pick: () => PyThread | undefined;
  private outside: Outside | undefined;
  private isComing = false;
  /** When it ran last, in nanoseconds. */
  private ran = 0;

  /** `pick` finds the thread that goes on next. */
  constructor(running: Running, waiting: WaitingThreads, pick: () => PyThread | undefined) {
    this.running = running;
    this.waiting = waiting;
    this.pick = pick;
  }

  /** Whether Python has run for so long that it is to have a turn. */
  isOwed(): boolean {
    return this.isShared && monotonic() - this.ran >= INTERVAL;
  }

  /** Makes ready to wait in it. */
  open(): void {
    this.outside ??= new Outside(this.waiting.descriptor, () => this.comeBack());
  }

  /** Nothing of Python waits in it any more. */
  rest(): void {
    this.outside?.stop();
    this.isShared = this.isIdle = false;
  }

  close(): void {
    this.outside?.close();
    this.outside = undefined;
  }

  /** It runs until a thread can go on. */
  begin(): void {
    this.isIdle = true;
    this.wait();
  }

  /** A thread can go on: when every one waited, the loop is told. */
  tell(): void {
    if (!this.isIdle || this.isComing) return;
    if (!this.running.isServing) {
      this.outside?.wait(0);
      return;
    }
    this.isComing = true;
    settled.then(this.comeSoon);
  }

  private wait(): void {
    if (this.running.isServing && this.running.alive === 1) this.outside?.stop();
    else this.outside?.wait(this.waiting.isAnyWoken() ? 0 : this.waiting.patience());
  }

  private readonly comeSoon = (): void => {
    this.isComing = false;
    this.comeBack();
  };

  /** Called from the event loop, with nothing else on the stack: a thread may be able to go on. */
  private comeBack(): void {
    if (!this.isIdle) return;
    this.ran = monotonic();
    const next = this.pick();
    if (next === undefined) {
      this.wait();
      return;
    }
    this.isIdle = false;
    this.running.run(next, true);
  }
}
