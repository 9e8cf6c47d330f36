/** What the builtin of a thread that has to wait calls, from WebAssembly (wasm/trampolines.ts): it is parked, suspended, gone on with. */
import { constants } from '@pysock/host';
import type { TrampolineImports } from '../wasm/trampolines.ts';
import type { InPlace } from './in-place.ts';
import type { Operations, SchedulerHooks } from './operations.ts';
import type { Running } from './running.ts';
import type { PyThread, Wait } from './threads.ts';
import type { WaitingThreads } from './waiting-threads.ts';

const { EAGAIN, EINTR } = constants;

/** Python's. */
class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

export interface SuspensionParts {
  readonly running: Running;
  readonly waiting: WaitingThreads;
  readonly operations: Operations;
  readonly inPlace: InPlace;
  readonly hooks: SchedulerHooks;
  /** Whether the thread has others to make way for. */
  readonly hasOthers: () => boolean;
  /** The thread that goes on next. */
  readonly pick: () => PyThread | undefined;
}

export class Suspension implements TrampolineImports {
  private readonly parts: SuspensionParts;
  private readonly running: Running;
  private readonly waiting: WaitingThreads;
  private readonly operations: Operations;
  private readonly hooks: SchedulerHooks;
  /** What goes on instead of the thread that is parked. */
  private next: PyThread | undefined;

  constructor(parts: SuspensionParts) {
    this.parts = parts;
    this.running = parts.running;
    this.waiting = parts.waiting;
    this.operations = parts.operations;
    this.hooks = parts.hooks;
  }

  park(): number {
    const { running } = this;
    const thread = running.current as PyThread;
    if (!this.parts.hasOthers()) {
      this.blockHere(thread);
      return 0;
    }
    this.waiting.add(thread);
    const next = this.parts.pick();
    running.switched = next !== thread;
    this.next = next;
    return running.switched ? 1 : 0;
  }

  suspend(): Promise<void> {
    return this.running.suspend(this.next);
  }

  /** Stack switching was refused: the one that was picked goes back, and this thread waits where it is. */
  block(): void {
    const thread = this.running.current as PyThread;
    const { next } = this;
    this.running.stay();
    if (next !== undefined) this.waiting.wakeFirst(next);
    const wait = thread.wait as Wait;
    if (wait.files.length > 0 || wait.deadline < Number.POSITIVE_INFINITY || wait.running !== undefined) {
      this.blockHere(thread);
      return;
    }
    const result = wait.attempt();
    if (result !== -EAGAIN) {
      wait.attempt = () => result;
      return;
    }
    // What could end this wait is what another thread does, and none can run before JavaScript has returned.
    wait.cancel?.();
    wait.attempt = () => {
      throw new RuntimeError('cannot wait for another thread while JavaScript is called from this one');
    };
  }

  resume(): number {
    const thread = this.running.resumed();
    this.waiting.remove(thread);
    if (thread.isMain && this.hooks.signalsWait()) this.hooks.deliverSignals();
    return this.operations.proceed(thread);
  }

  checked(result: number): number {
    return this.operations.checked(this.running.current as PyThread, result);
  }

  /** The running thread waits in place for what it would be suspended for. */
  private blockHere(thread: PyThread): void {
    this.waiting.remove(thread);
    const wait = thread.wait as Wait;
    const result = this.parts.inPlace.wait(wait);
    if (result === -EINTR) thread.signalled = true;
    else wait.attempt = () => result;
  }
}
