/**
 * The threads that do not run: what each waits for, and who goes on next.
 *
 * Who can go on stands in a queue. When nobody does, the kernel is asked once for all who wait for descriptors, until the nearest
 * deadline.
 */
import { constants, sys, type threads } from '@pysock/host';
import { monotonic, pollTimeout } from '@pysock/socket-shim/internals';
import { type Deadline, Deadlines } from './deadlines.ts';
import { Readiness } from './readiness.ts';
import { RunQueue } from './run-queue.ts';
import type { PyThread, Turns, Wait } from './threads.ts';

const { EAGAIN, EBADF, EINTR, F_DUPFD_CLOEXEC, POLLIN } = constants;

/** No standard stream's number. */
const LOWEST_HELD = 3;

/** How many threads go on, one after the other, before the kernel is asked who else can. */
const TURNS = 32;

export class WaitingThreads {
  private readonly readiness = new Readiness<PyThread>();
  private readonly deadlines = new Deadlines<PyThread>();
  private readonly timers = new Map<PyThread, Deadline<PyThread>>();
  private readonly queue = new RunQueue<PyThread>();
  /** Those that wait for descriptors. */
  private readonly onFiles = new Set<PyThread>();
  /** Those for which a thread of the operating system makes a call. */
  private readonly inKernel = new Set<PyThread>();
  private readonly callThreads: threads.CallThreads;
  private readonly whenInterrupted: () => void;
  private readonly turnsOf: () => Turns | undefined;
  private isWatching = false;
  private turns = 0;

  /** `whenInterrupted`: a signal has ended a wait in the kernel. */
  constructor(
    callThreads: threads.CallThreads,
    whenInterrupted: () => void,
    turnsOf: () => Turns | undefined = () => undefined,
  ) {
    this.turnsOf = turnsOf;
    this.callThreads = callThreads;
    this.whenInterrupted = whenInterrupted;
  }

  /** A descriptor that is readable when somebody can go on who waits for descriptors. */
  get descriptor(): number {
    return this.readiness.descriptor;
  }

  /** Whether one is known to be able to go on. */
  isAnyWoken(): boolean {
    return !this.queue.isEmpty;
  }

  /** A thread stops running, and waits. */
  add(thread: PyThread): void {
    const { files, deadline, running } = thread.wait as Wait;
    if (running !== undefined) this.addRunning(thread);
    if (files.length > 0) this.onFiles.add(thread);
    for (const { fd, events } of files) if (!this.readiness.add(fd, events, thread)) this.wake(thread);
    if (deadline !== Number.POSITIVE_INFINITY) this.timers.set(thread, this.deadlines.add(deadline, thread));
  }

  /** It goes on. */
  remove(thread: PyThread): void {
    const { files, running } = thread.wait as Wait;
    if (running !== undefined) this.inKernel.delete(thread);
    if (files.length > 0) this.onFiles.delete(thread);
    for (const { fd } of files) this.readiness.remove(fd, thread);
    const timer = this.timers.get(thread);
    if (timer === undefined) return;
    timer.over = true;
    this.timers.delete(thread);
  }

  /** A thread can go on: what it waits for may be there. */
  wake(thread: PyThread): void {
    this.queue.add(thread);
  }

  /** Before all others. */
  wakeFirst(thread: PyThread): void {
    this.queue.addFirst(thread);
  }

  /**
   * A host descriptor is about to be closed. Who waits for it goes on with the same file, as a call in the kernel does, which is closed
   * when the last of them has its result; where there can be no more descriptors, the wait fails with EBADF.
   */
  closed(fd: number): void {
    const waiting = this.readiness.waitersFor(fd);
    for (const thread of this.inKernel) if (thread.wait?.running?.uses(fd) === true) waiting.push(thread);
    const copy = waiting.length === 0 ? -1 : sys.fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_HELD);
    if (copy >= 0) {
      const held = { fd: copy, waits: waiting.length };
      this.readiness.move(fd, copy);
      for (const thread of waiting) {
        const wait = thread.wait as Wait;
        thread.held.push(held);
        wait.moved?.(fd, copy);
        for (const file of wait.files) if (file.fd === fd) file.fd = copy;
      }
      return;
    }
    for (const thread of this.readiness.closed(fd)) {
      (thread.wait as Wait).attempt = () => -EBADF;
      this.wake(thread);
    }
  }

  /** A thread's wait is over: nothing needs to be held for it any more. */
  release(thread: PyThread): void {
    if (thread.held.length === 0) return;
    for (const held of thread.held) {
      held.waits--;
      if (held.waits > 0) continue;
      this.readiness.closed(held.fd);
      sys.close(held.fd);
    }
    thread.held = [];
  }

  /** Whether one can go on now. */
  isAnyReady(): boolean {
    if (this.readiness.waiting > 0 || this.inKernel.size > 0) this.readiness.wait(0, (ready) => this.wake(ready));
    this.expire();
    return !this.queue.isEmpty;
  }

  /**
   * The next that can go on, in the order in which they could. When there is none: with `mayBlock`, waits in the kernel for one;
   * else undefined. `stopped` is the thread that has just stopped running.
   */
  next(mayBlock: boolean, stopped: PyThread | undefined): PyThread | undefined {
    for (;;) {
      const isTurnOver = ++this.turns >= TURNS;
      const isIdle = this.queue.isEmpty && (isTurnOver || !this.guess(stopped));
      if (isIdle || isTurnOver) {
        this.turns = 0;
        const isBlocking = isIdle && mayBlock;
        if (isBlocking || this.isAnyUnknown()) this.ask(isBlocking ? this.patience() : 0);
        this.expire();
      }
      const thread = this.queue.take();
      if (thread?.ended === true) continue;
      if (thread !== undefined || !mayBlock) return thread;
    }
  }

  /**
   * Has the other thread go first where it could: `thread` is about to receive, and the last time its data came only after the
   * other one, the only one that waits for descriptors, had gone on. True when the other can go on and `thread` is to try afterwards.
   */
  goesAfter(thread: PyThread, wait: Wait): boolean {
    if (!thread.isAnswered || this.onFiles.size !== 1 || wait.files[0]?.events !== POLLIN) return false;
    const [other] = this.onFiles;
    thread.isAnswered = this.try(other as PyThread);
    if (thread.isAnswered) this.wake(thread);
    return thread.isAnswered;
  }

  /** Milliseconds until the nearest deadline, -1 for none. */
  patience(): number {
    const first = this.deadlines.peek();
    return first === undefined ? -1 : pollTimeout(Math.max(first.at - monotonic(), 0));
  }

  /**
   * Of two threads that wait for descriptors, the one that has just stopped has often done what the other waits for. To try
   * takes one system call less than to ask the kernel who can go on. True when the other can.
   */
  private guess(stopped: PyThread | undefined): boolean {
    if (stopped === undefined || this.onFiles.size !== 2 || !this.onFiles.has(stopped)) return false;
    const [first, second] = this.onFiles;
    stopped.isAnswered = this.try((first === stopped ? second : first) as PyThread);
    return stopped.isAnswered;
  }

  private ask(timeout: number): void {
    if (timeout !== 0) this.turnsOf()?.pause();
    const count = this.readiness.wait(timeout, (ready) => this.wake(ready));
    if (timeout !== 0) this.turnsOf()?.goOn();
    if (count === -EINTR) this.whenInterrupted();
  }

  /** Whether there is one that waits for descriptors and of which only the kernel can tell whether it can go on. */
  private isAnyUnknown(): boolean {
    for (const thread of this.onFiles) if (!thread.ready) return true;
    return this.inKernel.size > 0;
  }

  /** Tries in a waiting thread's place, where it may. When that succeeds the thread goes on with the result. */
  private try(thread: PyThread): boolean {
    const wait = thread.wait as Wait;
    if (!wait.isSelfContained) return false;
    const result = wait.attempt();
    if (result === -EAGAIN) return false;
    // It waits for nothing any more: a descriptor that is closed now does not take the result away.
    this.remove(thread);
    wait.attempt = () => result;
    this.wake(thread);
    return true;
  }

  private addRunning(thread: PyThread): void {
    this.inKernel.add(thread);
    if (!this.isWatching && this.callThreads.descriptor >= 0) {
      this.isWatching = true;
      this.readiness.watch(this.callThreads.descriptor, () => this.collect());
    }
    // It may have returned before it was added.
    if (thread.wait?.running?.isOver === true) this.wake(thread);
  }

  /** Calls have returned. */
  private collect(): void {
    this.callThreads.acknowledge();
    for (const thread of this.inKernel) if (thread.wait?.running?.isOver === true) this.wake(thread);
  }

  private expire(): void {
    if (this.timers.size === 0) return;
    const now = monotonic();
    for (let due = this.deadlines.take(now); due !== undefined; due = this.deadlines.take(now)) this.wake(due.who);
  }
}
