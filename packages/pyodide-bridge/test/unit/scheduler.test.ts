import { constants, sys } from '@pysock/host';
import { CHECK_SIGNALS, INTERRUPTED, TIMED_OUT, WOULD_WAIT } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { PyThread, type ThreadStates, type Wait } from '../../src/scheduler/threads.ts';

const { EAGAIN, POLLIN, O_CLOEXEC, O_NONBLOCK } = constants;
const MS = 1e6;

/** A scheduler over threads without an interpreter. Its builtins wait as the functions of trampolines.ts do. */
class Stage {
  readonly heard: string[] = [];
  readonly log: string[] = [];
  /** What the handlers of signals return: negative when one raises. */
  handlers = (): number => 0;
  readonly scheduler: Scheduler;
  private signals = 0;

  constructor() {
    const states = {
      runtime: undefined,
      isFinalizing: () => false,
      main: () => new PyThread(1, 1, 0, 0, Buffer.from('main'), true),
      enter: () => undefined,
      leave: () => undefined,
      dispose: () => undefined,
    };
    this.scheduler = new Scheduler(states as unknown as ThreadStates, {
      checkSignals: () => (this.handlers() < 0 ? INTERRUPTED : 0),
      raiseInterrupt: () => undefined,
      signalsWait: () => this.signals > 0,
      deliverSignals: () => {
        const were = this.signals > 0;
        this.signals = 0;
        return were;
      },
      setThrown: (error) => this.heard.push(String(error)),
    });
  }

  /** A signal of the main thread's has come. */
  signal(): void {
    this.signals++;
  }

  /** A builtin that waits and returns what the wait came to. */
  wait(wait: Wait): Promise<number> {
    return this.finish(this.scheduler.waitFor(wait));
  }

  giveWay(): Promise<number> {
    return this.finish(this.scheduler.giveWay());
  }

  /** A builtin that releases the lock for a call of so many milliseconds, after which it waits. */
  callAndWait(ms: number, wait: Wait): Promise<number> {
    const { scheduler } = this;
    const end = monotonic() + ms * MS;
    while (monotonic() < end);
    return this.goOn(scheduler.passOn(scheduler.finish(scheduler.waitFor(wait), (value) => value)));
  }

  private finish(operation: number): Promise<number> {
    return this.goOn(this.scheduler.finish(operation, (value) => value));
  }

  private async goOn(first: number): Promise<number> {
    const { suspension } = this.scheduler;
    let result = first;
    for (;;) {
      if (result === WOULD_WAIT) {
        if (suspension.park() !== 0) await suspension.suspend();
        result = suspension.resume();
      } else if (result === CHECK_SIGNALS) result = suspension.checked(this.handlers());
      else return result;
    }
  }

  thread(name: string, body: () => Promise<void>): PyThread {
    const thread = new PyThread(100 + this.log.length, 1, 0, 0, Buffer.from(name));
    this.scheduler.entrance.start(thread, body);
    return thread;
  }

  run(body: () => Promise<void>): Promise<void> {
    return this.scheduler.entrance.enter(body);
  }
}

/** A wait that another thread ends. So that a fault fails, and does not hang, it is over after a while. */
const until = (attempt: () => number): Wait => ({ files: [], deadline: monotonic() + 2000 * MS, attempt });
/** Lets the others go on for some milliseconds. */
const pause = (ms: number): Wait => ({
  files: [],
  deadline: monotonic() + ms * MS,
  expired: 0,
  attempt: () => -EAGAIN,
});

let stage: Stage;
const pipe = new Int32Array(2);
let [reading, writing] = [-1, -1];

beforeEach(() => {
  stage = new Stage();
  sys.pipe2(pipe, O_CLOEXEC | O_NONBLOCK);
  [reading = -1, writing = -1] = pipe;
});

afterEach(() => {
  for (const fd of [reading, writing]) if (fd >= 0) sys.close(fd);
});

const write = (text: string): number => sys.write(writing, Buffer.from(text), text.length);

function read(): number {
  const buffer = new Uint8Array(10);
  const count = sys.read(reading, buffer, buffer.length);
  return count < 0 ? count : Number(Buffer.from(buffer.subarray(0, count)).toString());
}

const forData = (): Wait => ({
  files: [{ fd: reading, events: POLLIN }],
  deadline: monotonic() + 2000 * MS,
  attempt: read,
});

describe('one thread', () => {
  test('has the result at once when there is one', async () => {
    await stage.run(async () => {
      expect(await stage.wait(until(() => 7))).toBe(7);
      expect(stage.scheduler.giveWay()).toBe(0);
    });
  });

  test('waits in place until its time is over', async () => {
    const start = monotonic();
    const wait = (deadline: number, more: Partial<Wait> = {}): Wait => ({ ...forData(), deadline, ...more });
    await stage.run(async () => {
      expect(await stage.wait(wait(start + 5 * MS))).toBe(TIMED_OUT);
      expect(await stage.wait(wait(start + 5 * MS, { expired: 0 }))).toBe(0);
    });
    expect(monotonic()).toBeGreaterThanOrEqual(start + 5 * MS);
  });

  test('cannot enter Python twice', async () => {
    await stage.run(async () => {
      await expect(stage.run(async () => undefined)).rejects.toThrow('Python is running');
    });
  });
});

describe('several threads', () => {
  test('go on in the order in which they can', async () => {
    const { log, scheduler } = stage;
    const names = ['a', 'b', 'c'];
    await stage.run(async () => {
      for (const name of names) {
        stage.thread(name, async () => {
          log.push(name);
          await stage.giveWay();
          log.push(`${name} again`);
          scheduler.wake(scheduler.main);
        });
      }
      await stage.wait(until(() => (log.length < 6 ? -EAGAIN : 0)));
    });
    expect(log).toEqual([...names, ...names.map((name) => `${name} again`)]);
  });

  test('wait for what another one writes', async () => {
    const { log, scheduler } = stage;
    await stage.run(async () => {
      stage.thread('reader', async () => {
        log.push(String(await stage.wait(forData())));
        scheduler.wake(scheduler.main);
      });
      await stage.wait(pause(1));
      log.push('writes');
      write('42');
      await stage.wait(until(() => (log.length < 2 ? -EAGAIN : 0)));
    });
    expect(log).toEqual(['writes', '42']);
  });

  test('are woken by each other', async () => {
    const { log, scheduler } = stage;
    let open = false;
    await stage.run(async () => {
      const waiter = stage.thread('waiter', async () => {
        await stage.wait(until(() => (open ? 3 : -EAGAIN)));
        log.push('through');
        scheduler.wake(scheduler.main);
      });
      await stage.wait(pause(1));
      log.push('opened');
      open = true;
      scheduler.wake(waiter);
      await stage.wait(until(() => (log.includes('through') ? 0 : -EAGAIN)));
    });
    expect(log).toEqual(['opened', 'through']);
  });

  test('a call that goes on to wait keeps its wait while another was woken', async () => {
    const { log, scheduler } = stage;
    await stage.run(async () => {
      let open = false;
      const { main } = scheduler;
      stage.thread('woken', async () => {
        log.push('goes on');
        open = true;
        scheduler.wake(main);
      });
      expect(
        await stage.callAndWait(
          1,
          until(() => (open ? 5 : -EAGAIN)),
        ),
      ).toBe(5);
    });
    expect(log).toEqual(['goes on']);
  });

  test('a descriptor that is closed is held until the wait is over', async () => {
    await stage.run(async () => {
      let result = 0;
      stage.thread('reader', async () => {
        const wait = forData();
        result = await stage.wait({
          ...wait,
          attempt: () => sys.pollOne(wait.files[0]?.fd ?? -1, POLLIN, 0) || -EAGAIN,
        });
        stage.scheduler.wake(stage.scheduler.main);
      });
      await stage.wait(pause(1));
      stage.scheduler.closed(reading);
      sys.close(reading);
      reading = -1;
      write('x');
      await stage.wait(until(() => (result === 0 ? -EAGAIN : 0)));
      expect(result & POLLIN).toBe(POLLIN);
    });
  });
});

describe('signals', () => {
  test('the handlers run in the main thread, and its wait goes on', async () => {
    let runs = 0;
    stage.handlers = () => {
      runs++;
      return 0;
    };
    await stage.run(async () => {
      stage.thread('other', async () => {
        stage.signal();
        await stage.wait(pause(1));
      });
      const wait = { ...until(() => -EAGAIN), deadline: monotonic() + 5 * MS, expired: 9 };
      expect(await stage.wait(wait)).toBe(9);
    });
    expect(runs).toBe(1);
  });

  test('one that raises ends the wait', async () => {
    stage.handlers = () => -1;
    const cancelled: string[] = [];
    await stage.run(async () => {
      stage.thread('other', async () => {
        stage.signal();
        await stage.wait(pause(1));
      });
      const wait = { ...until(() => -EAGAIN), cancel: () => void cancelled.push('cancelled') };
      expect(await stage.wait(wait)).toBe(INTERRUPTED);
    });
    expect(cancelled).toEqual(['cancelled']);
  });
});

test('what an attempt throws is the exception of the builtin', async () => {
  await stage.run(async () => {
    let isFirst = true;
    stage.thread('other', async () => undefined);
    const attempt = (): number => {
      if (!isFirst) throw new Error('of the attempt');
      isFirst = false;
      return -EAGAIN;
    };
    expect(await stage.wait({ ...until(attempt), deadline: monotonic() + 2 * MS })).toBe(0);
  });
  expect(stage.heard).toEqual(['Error: of the attempt']);
});
