import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { waitUntil } from './condition.ts';
import { groupMembers, markedProcesses } from './proc.ts';

export interface Command {
  readonly exe: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What one process did. */
export interface Execution {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** It wrote more to a stream than is kept, and has been killed: `standard output`. */
  readonly flooded?: string;
  /** Processes it left behind, as `pid (name)`; they have been killed. */
  readonly leaked: readonly string[];
  readonly seconds: number;
}

export interface RunningProcess {
  readonly pid: number;
  readonly done: Promise<Execution>;
  /** The process has exited. */
  exited(): boolean;
  /** Contract: the first whole line of standard output that matches, or undefined when the process ended without one. */
  line(pattern: RegExp): Promise<RegExpMatchArray | undefined>;
  /** Kills the whole process group. */
  kill(): void;
}

/** In the environment of each process that is started here, so that one which left its group is found too. */
export const MARKER = 'PYSOCK_CONFORMANCE_PROCESS';

/** How long a process that is ending may go on to be seen after its parent has ended. */
const GRACE_MS = 250;

/** How long the kernel may take to end a process that was killed. */
const KILL_MS = 2000;

/** How many bytes of each stream are kept. */
export const STREAM_LIMIT = 16 << 20;

const running = new Set<number>();

process.on('exit', () => {
  for (const pid of running) killGroup(pid);
});

/** Contract: rejects only when the executable cannot be started. */
export async function startProcess(command: Command, timeLimit: number): Promise<RunningProcess> {
  const marker = randomUUID();
  const child = spawn(command.exe, command.args, {
    cwd: command.cwd,
    env: { ...childEnvironment(), ...command.env, [MARKER]: marker },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`cannot start ${command.exe}: ${error.message}`)));
  });
  return new Running(child, marker, timeLimit);
}

export async function runProcess(command: Command, timeLimit: number): Promise<Execution> {
  return (await startProcess(command, timeLimit)).done;
}

/** Python's own variables and colours would make two runs differ for reasons that are not the runtime's. */
function childEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(PYTHON|FORCE_COLOR$|NODE_OPTIONS$|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(entries), NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: nobody is left in the group.
  }
}

class Running implements RunningProcess {
  readonly pid: number;
  readonly done: Promise<Execution>;
  private readonly child: ChildProcess;
  private readonly marker: string;
  private readonly started = performance.now();
  private readonly stdout: Buffer[] = [];
  private readonly stderr: Buffer[] = [];
  private timedOut = false;
  private flooded: string | undefined;

  constructor(child: ChildProcess, marker: string, timeLimit: number) {
    this.child = child;
    this.marker = marker;
    this.pid = child.pid!;
    running.add(this.pid);
    this.keep('standard output', child.stdout!, this.stdout);
    this.keep('standard error', child.stderr!, this.stderr);
    this.done = this.finish(timeLimit);
  }

  exited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  kill(): void {
    killGroup(this.pid);
  }

  line(pattern: RegExp): Promise<RegExpMatchArray | undefined> {
    return new Promise((resolve) => {
      const look = () => {
        const lines = text(this.stdout).split('\n').slice(0, -1);
        const found = lines.map((line) => line.match(pattern)).find((match) => match !== null);
        if (!found) return;
        this.child.stdout!.off('data', look);
        resolve(found);
      };
      this.child.stdout!.on('data', look);
      this.child.once('close', () => resolve(undefined));
      look();
    });
  }

  /** What comes after the limit is not kept, and the program ends: it would fill the memory. */
  private keep(name: string, stream: Readable, chunks: Buffer[]): void {
    let left = STREAM_LIMIT;
    stream.on('data', (chunk: Buffer) => {
      if (left <= 0) return;
      chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
      if (left > 0) return;
      this.flooded ??= name;
      this.kill();
    });
  }

  private async finish(timeLimit: number): Promise<Execution> {
    const closed = new Promise<void>((resolve) => {
      this.child.once('close', () => resolve());
    });
    const timer = setTimeout(() => {
      this.timedOut = true;
      this.kill();
    }, timeLimit * 1000);
    await new Promise<void>((resolve) => {
      this.child.once('exit', () => resolve());
    });
    clearTimeout(timer);
    const seconds = (performance.now() - this.started) / 1000;
    const leaked = await this.sweep();
    await closed;
    running.delete(this.pid);
    return {
      stdout: text(this.stdout),
      stderr: text(this.stderr),
      exitCode: this.child.exitCode,
      signal: this.child.signalCode,
      timedOut: this.timedOut,
      ...(this.flooded === undefined ? {} : { flooded: this.flooded }),
      leaked,
      seconds,
    };
  }

  /** A process left behind also keeps the pipes open, so it must go before `close` is waited for. */
  private async sweep(): Promise<string[]> {
    const survivors = () => [...groupMembers(this.pid), ...markedProcesses(`${MARKER}=${this.marker}`)];
    await waitUntil(() => survivors().length === 0, GRACE_MS);
    const left = survivors();
    this.kill();
    for (const { pid } of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await waitUntil(() => survivors().length === 0, KILL_MS);
    return this.timedOut ? [] : [...new Set(left.map(({ pid, name }) => `${pid} (${name})`))];
  }
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
