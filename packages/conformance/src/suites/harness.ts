import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { type Execution, startProcess } from '@pysock/runtimes';
import { packageRoot } from '../package-root.ts';
import type { Runtime } from '../run/runtime.ts';
import { inSetting } from '../run/settings.ts';
import { temporaryFolder } from '../run/temporary.ts';
import type { Setting } from '../settings.ts';
import { type HarnessEvent, readEvents } from './events.ts';
import { DATA_FOLDER } from './test-package.ts';

export interface Plan {
  /** The folder in which the package `test` lies. */
  readonly package: string;
  readonly modules: readonly string[];
  /** The tests to run; null names them all and runs none. */
  readonly tests: readonly string[] | null;
  readonly setting: Setting;
}

/** Seconds. */
export interface Limits {
  /** For the interpreter to be up, then for each module to be imported: counted until the tests begin. */
  readonly start: number;
  /** For each test, from when they begin. */
  readonly test: number;
}

/** How a process of tests ended. */
export interface Ending {
  readonly execution: Execution;
  /** Nothing happened for as long as it may take, and it was killed: what it was about to do. */
  readonly hung: 'start' | 'test' | undefined;
  /** The harness has told anything at all. */
  readonly heard: boolean;
  /** It got through its plan. */
  readonly done: boolean;
}

const LOOK_MS = 100;

/** Seconds between the last test and the end of the process. */
const END_LIMIT = 15;

/** Seconds that a process of tests may take in all, whatever happens. */
const PROCESS_LIMIT = 3600;

/**
 * Runs a plan in a process of its own and in a folder of its own. Nothing may take longer than its limit: no start, no
 * module to be imported, no test. Contract: every event, in order, before the promise is fulfilled.
 */
export async function runHarness(
  runtime: Runtime,
  plan: Plan,
  limits: Limits,
  listen: (event: HarnessEvent) => void,
): Promise<Ending> {
  const folder = temporaryFolder('pysock-suite-');
  const events = join(folder.path, 'events');
  const planFile = join(folder.path, 'plan.json');
  const work = temporaryFolder('pysock-suite-work-');
  const harness = join(packageRoot(), 'suites', 'harness.py');
  const plain = runtime.adapter.command([harness, planFile]);
  const executable = plain.args[0] === harness ? plain.exe : null;
  const command = inSetting(runtime, plan.setting).adapter.command([harness, planFile]);
  writeFileSync(events, '');
  writeFileSync(planFile, JSON.stringify({ ...plan, events, executable }));
  const tail = new Tail(events);
  try {
    // Processes that tests start import the tests again: a module of thousands of lines, which is not to be compiled each time.
    const env = { ...command.env, XDG_DATA_HOME: join(plan.package, DATA_FOLDER), PYTHONDONTWRITEBYTECODE: '' };
    const child = await startProcess({ ...command, env, cwd: work.path }, PROCESS_LIMIT);
    let done = false;
    let ready = false;
    let heard = false;
    let hung: Ending['hung'];
    let last = performance.now();
    const look = () => {
      for (const event of tail.read()) {
        last = performance.now();
        heard = true;
        ready ||= event.event === 'ready';
        done ||= event.event === 'done';
        listen(event);
      }
      const limit = done ? END_LIMIT : ready ? limits.test : limits.start;
      if (hung || performance.now() - last < limit * 1000) return;
      hung = ready || done ? 'test' : 'start';
      child.kill();
    };
    const timer = setInterval(look, LOOK_MS);
    const execution = await child.done.finally(() => clearInterval(timer));
    look();
    return { execution, hung: hung ?? (execution.timedOut ? 'test' : undefined), heard, done };
  } finally {
    tail.close();
    folder.remove();
    work.remove();
  }
}

/** A file that another process writes. */
class Tail {
  private readonly descriptor: number;
  private readonly decoder = new StringDecoder('utf8');
  private readonly buffer = Buffer.alloc(1 << 16);
  private rest = '';

  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
  }

  read(): HarnessEvent[] {
    for (;;) {
      const count = readSync(this.descriptor, this.buffer);
      if (count === 0) break;
      this.rest += this.decoder.write(this.buffer.subarray(0, count));
    }
    const { events, rest } = readEvents(this.rest);
    this.rest = rest;
    return events;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
