/** How Python is entered: by its main thread, from JavaScript's event loop again and again, and by threads that it starts. */
import { HeapCare } from './heap-care.ts';
import type { JavaScriptLoop } from './javascript-loop.ts';
import type { Running } from './running.ts';
import type { PyThread, Turns } from './threads.ts';

export class Entrance {
  /** What makes threads that compute take turns. */
  turns: Turns | undefined;
  private readonly running: Running;
  private readonly loop: JavaScriptLoop;
  private readonly wake: (thread: PyThread) => void;
  private preparations: (() => void)[] = [];

  /** `wake`: a thread can go on. */
  constructor(running: Running, loop: JavaScriptLoop, wake: (thread: PyThread) => void) {
    this.running = running;
    this.loop = loop;
    this.wake = wake;
  }

  /**
   * Runs Python as the main thread, from JavaScript's event loop. `run` suspends where Python waits. With `isShared`,
   * JavaScript goes on while all of Python waits; else the kernel is waited in.
   */
  async enter<T>(run: () => Promise<T>, isShared = false): Promise<T> {
    const { running, loop } = this;
    if (running.isServing && running.alive === 1) running.isServing = loop.isIdle = false;
    this.refuseRunning();
    running.current = running.main;
    loop.isShared = isShared;
    this.turns?.goOn();
    if (isShared) loop.open();
    try {
      return await new Promise<T>((resolve, reject) => {
        running.fail = reject;
        run().then(resolve, reject);
      });
    } finally {
      this.turns?.pause();
      loop.rest();
      running.current = undefined;
    }
  }

  /** From now on Python is entered by threads of their own, and JavaScript goes on while they wait. */
  serveJavaScript(): void {
    const { running, loop } = this;
    if (running.isServing) return;
    this.refuseRunning();
    running.isServing = loop.isShared = loop.isIdle = true;
    loop.open();
    running.fail = (error) => {
      throw error;
    };
    // For as long as the interpreter lives: to listen takes longer than a short call does.
    this.beginThreads();
    this.turns?.pause();
    running.takeTurns = undefined;
  }

  /** Nothing that waits goes on any more. */
  stopServing(): void {
    this.turns?.close();
    this.loop.close();
  }

  /** Adds a thread, which `begin` starts on a stack of its own. `begin` returns when the thread has ended. */
  start(thread: PyThread, begin: () => Promise<unknown>, failed: (error: unknown) => void = this.running.fail): void {
    if (this.running.alive === 1) this.beginThreads();
    this.running.start(thread, begin, failed);
    this.wake(thread);
  }

  /** Has something done when a second thread is first started. */
  whenThreaded(prepare: () => void): void {
    this.preparations.push(prepare);
  }

  /** What ended threads leave is collected. For a process that is Python's: others have their own way with V8's heap. */
  takeCareOfHeap(): void {
    const care = new HeapCare();
    this.running.whenEnded = () => care.threadEnded();
  }

  useTurns(turns: Turns | undefined): void {
    this.running.takeTurns = this.turns = turns;
  }

  private refuseRunning(): void {
    const { running, loop } = this;
    if (running.current !== undefined || loop.isIdle || running.isServing) throw new Error('Python is running');
  }

  private beginThreads(): void {
    for (const prepare of this.preparations) prepare();
    this.preparations = [];
    this.running.takeTurns?.begin();
  }
}
