import { expect, it } from 'vitest';
import { runPool, type Task } from '../../src/run/pool.ts';

function watched(lock?: string) {
  const events = { active: 0, most: 0 };
  const task: Task<number> = {
    ...(lock === undefined ? {} : { lock }),
    run: async () => {
      events.active += 1;
      events.most = Math.max(events.most, events.active);
      await new Promise((resolve) => setImmediate(resolve));
      events.active -= 1;
      return events.most;
    },
  };
  return { task, events };
}

it('runs as many tasks at a time as it may', async () => {
  const { task, events } = watched();
  await Promise.all(runPool(Array(6).fill(task), 3));
  expect(events.most).toBe(3);
});

it('never runs two tasks with the same lock together', async () => {
  const { task, events } = watched('port');
  await Promise.all(runPool(Array(6).fill(task), 3));
  expect(events.most).toBe(1);
});

it('answers in order, and goes on after a failure', async () => {
  const tasks = [1, 2, 3].map((n) => ({ run: async () => (n === 2 ? Promise.reject(new Error('two')) : n) }));
  const settled = await Promise.allSettled(runPool(tasks, 1));
  expect(settled.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message))).toEqual([
    1,
    'two',
    3,
  ]);
});
