import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type Program, pysockArguments, pysockEnvironment, pysockProgram } from './program.ts';

export interface Ending {
  /** As a shell gives it: 128 and more for a signal. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
}

/** How long a process that was asked to end may take until it is made to. */
const GRACE = 1000;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/**
 * Python in a process of its own. Output and errors come through one pipe, in the order in which they were written. It is
 * no member of the terminal's process group: the only signals it gets are the ones that are sent here.
 */
export class PythonProcess {
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;

  constructor(program: Program, interactive: boolean, onText: (text: string) => void) {
    const command = [process.execPath, pysockProgram(), ...pysockArguments(program, interactive)];
    const child = spawn('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', ...command], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: pysockEnvironment(),
      detached: true,
    });
    this.#child = child;
    alive.add(child);
    // It may have ended before it has read what was typed.
    child.stdin.on('error', () => {});
    child.stdout.setEncoding('utf8').on('data', onText);
    this.ended = new Promise((resolve) => {
      const end = (code: number, signal: NodeJS.Signals | null = null): void => {
        alive.delete(child);
        resolve({ code, signal });
      };
      child.once('error', (error) => {
        onText(`${error.message}\n`);
        end(127);
      });
      child.once('close', (code, signal) => end(code ?? 128 + constants.signals[signal!], signal));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
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
