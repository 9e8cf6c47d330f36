import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Command } from '@pysock/runtimes';
import type { SystemCall, WaitingCall } from '@pysock/socket-shim';

export interface Ending {
  /** As a shell gives it: 128 and more for a signal. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly seconds: number;
}

export interface Listener {
  out(chunk: Buffer): void;
  err(chunk: Buffer): void;
  /** A system call on a socket, where the runtime traces them. */
  call(call: SystemCall): void;
}

/** How long a process that was asked to end may take until it is made to. */
const GRACE = 1000;
const TRACE_DESCRIPTOR = 3;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Whole lines of a stream. */
function onLines(stream: Readable, listener: (line: string) => void): void {
  let partial = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (partial + text).split('\n');
    partial = lines.pop()!;
    for (const line of lines) listener(line);
  });
}

/**
 * Python in a process of its own, traced. It is no member of the terminal's process group: the only signals it gets are the
 * ones that are sent here.
 */
export class PythonProcess {
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #started = performance.now();

  constructor(command: Command, cwd: string, listener: Listener) {
    const child = spawn(command.exe, command.args, {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      cwd,
      env: {
        ...process.env,
        ...command.env,
        PYTHONUNBUFFERED: '1',
        PYSOCK_TRACE: 'json',
        PYSOCK_TRACE_FILE: String(TRACE_DESCRIPTOR),
      },
      detached: true,
    });
    this.#child = child;
    alive.add(child);
    // It may have ended before it has read what was typed.
    child.stdin!.on('error', () => {});
    child.stdout!.on('data', (chunk: Buffer) => listener.out(chunk));
    child.stderr!.on('data', (chunk: Buffer) => listener.err(chunk));
    onLines(child.stdio[TRACE_DESCRIPTOR] as Readable, (line) => {
      const call = JSON.parse(line) as SystemCall | WaitingCall;
      // What begins to wait comes again when it has returned.
      if (!('waiting' in call)) listener.call(call);
    });
    this.ended = new Promise((resolve) => {
      const end = (code: number, signal: NodeJS.Signals | null = null): void => {
        alive.delete(child);
        resolve({ code, signal, seconds: (performance.now() - this.#started) / 1000 });
      };
      child.once('error', (error) => {
        listener.err(Buffer.from(`${error.message}\n`));
        end(127);
      });
      child.once('close', (code, signal) => end(code ?? 128 + constants.signals[signal!], signal));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Ends it, by SIGTERM and if need be by SIGKILL. */
  async end(): Promise<void> {
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), GRACE);
    await this.ended;
    clearTimeout(timer);
  }
}
