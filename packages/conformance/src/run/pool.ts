/** A task; two with the same lock never run at the same time. */
export interface Task<T> {
  readonly lock?: string;
  run(): Promise<T>;
}

interface Waiting {
  readonly lock: string | undefined;
  start(): Promise<void>;
}

/** Runs tasks, some at a time: each as soon as it may, in the order in which they came. */
export class Pool {
  private readonly held = new Set<string>();
  private readonly waiting: Waiting[] = [];
  private free: number;

  constructor(jobs: number) {
    this.free = Math.max(1, jobs);
  }

  run<T>(task: Task<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ lock: task.lock, start: () => task.run().then(resolve, reject) });
      this.next();
    });
  }

  private next(): void {
    const index = this.waiting.findIndex(({ lock }) => lock === undefined || !this.held.has(lock));
    if (this.free === 0 || index < 0) return;
    const [entry] = this.waiting.splice(index, 1);
    const { lock, start } = entry!;
    this.free -= 1;
    if (lock !== undefined) this.held.add(lock);
    void start().then(() => {
      this.free += 1;
      if (lock !== undefined) this.held.delete(lock);
      this.next();
    });
    this.next();
  }
}

/** Contract: one promise for each task, in their order; one that is rejected need not be looked at. */
export function runPool<T>(tasks: readonly Task<T>[], jobs: number): Promise<T>[] {
  const pool = new Pool(jobs);
  const promises = tasks.map((task) => pool.run(task));
  for (const promise of promises) promise.catch(() => undefined);
  return promises;
}
