/** A task; two with the same lock never run at the same time. */
export interface Task<T> {
  readonly lock?: string;
  run(): Promise<T>;
}

/** Runs tasks, some at a time. Contract: one promise for each task, in their order; a task starts as soon as it may. */
export function runPool<T>(tasks: readonly Task<T>[], jobs: number): Promise<T>[] {
  const held = new Set<string>();
  const waiting: { lock: string | undefined; start(): Promise<void> }[] = [];
  let free = Math.max(1, jobs);
  const next = () => {
    const index = waiting.findIndex(({ lock }) => lock === undefined || !held.has(lock));
    if (free === 0 || index < 0) return;
    const [entry] = waiting.splice(index, 1);
    const { lock, start } = entry!;
    free -= 1;
    if (lock !== undefined) held.add(lock);
    void start().then(() => {
      free += 1;
      if (lock !== undefined) held.delete(lock);
      next();
    });
    next();
  };
  const promises = tasks.map(
    (task) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ lock: task.lock, start: () => task.run().then(resolve, reject) });
      }),
  );
  for (const promise of promises) promise.catch(() => undefined);
  next();
  return promises;
}
