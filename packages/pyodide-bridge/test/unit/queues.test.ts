import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Deadline, Deadlines } from '../../src/scheduler/deadlines.ts';
import { RunQueue } from '../../src/scheduler/run-queue.ts';

interface Thread {
  readonly name: number;
  ready: boolean;
}

const threads = Array.from({ length: 8 }, (_, name): Thread => ({ name, ready: false }));

describe('the run queue', () => {
  test('is first in, first out, each thread once; addFirst goes before all', () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('add' as const), who: fc.nat(threads.length - 1) }),
      fc.record({ what: fc.constant('addFirst' as const), who: fc.nat(threads.length - 1) }),
      fc.record({ what: fc.constant('take' as const), who: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        for (const thread of threads) thread.ready = false;
        const queue = new RunQueue<Thread>();
        let model: Thread[] = [];
        for (const { what, who } of steps) {
          const thread = threads[who] as Thread;
          if (what === 'take') expect(queue.take()).toBe(model.shift());
          else if (what === 'addFirst') {
            queue.addFirst(thread);
            model = [thread, ...model.filter((other) => other !== thread)];
          } else {
            queue.add(thread);
            if (!model.includes(thread)) model.push(thread);
          }
          expect(queue.isEmpty).toBe(model.length === 0);
          for (const other of threads) expect(other.ready).toBe(model.includes(other));
        }
      }),
    );
  });

  test('stays in order beyond what is cut off at once', () => {
    const many = Array.from({ length: 3000 }, (_, name): Thread => ({ name, ready: false }));
    const queue = new RunQueue<Thread>();
    for (const thread of many) queue.add(thread);
    expect(many.map(() => queue.take()?.name)).toEqual(many.map(({ name }) => name));
    expect(queue.take()).toBeUndefined();
  });
});

describe('deadlines', () => {
  test('come up nearest first, but for those that no longer matter', () => {
    const entry = fc.record({ at: fc.nat(50), isOver: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry), fc.nat(50), (entries, now) => {
        const deadlines = new Deadlines<number>();
        const added = entries.map(({ at }, who): Deadline<number> => deadlines.add(at, who));
        for (const [who, { isOver }] of entries.entries()) (added[who] as Deadline<number>).over = isOver;
        const due = entries.filter(({ at, isOver }) => !isOver && at <= now).map(({ at }) => at);
        const later = entries.filter(({ at, isOver }) => !isOver && at > now).map(({ at }) => at);
        const taken: number[] = [];
        for (let next = deadlines.take(now); next !== undefined; next = deadlines.take(now)) {
          expect(next.over).toBe(true);
          taken.push(next.at);
        }
        expect(taken).toEqual(due.sort((a, b) => a - b));
        expect(deadlines.peek()?.at).toBe(later.length === 0 ? undefined : Math.min(...later));
      }),
    );
  });
});
