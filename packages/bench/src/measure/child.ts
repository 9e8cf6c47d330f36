/** A program that talks in lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Command } from '@pysock/runtimes';

const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** Pyodide, when it dies, shows all of its own source. */
const LONGEST = 200;

export class Child implements Disposable {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #name: string;
  #errors = '';

  constructor({ exe, args }: Command, name: string) {
    this.#name = name;
    this.#process = spawn(exe, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.on('error', (error) => {
      this.#errors += String(error);
    });
    this.#process.stdin?.on('error', () => {
      // It ended: the next line says so.
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    this.#reader = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    running.add(this);
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  write(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /**
   * The next line that it prints.
   *
   * @throws Error with what it said when it ends instead, or takes longer than `seconds`.
   */
  async line(seconds: number): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${this.#name}: no answer in ${seconds} s`)), seconds * 1000);
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (!done) return value;
    } finally {
      clearTimeout(timer);
    }
    throw this.#failure();
  }

  #failure(): Error {
    const last = this.#errors.trimEnd().split('\n').at(-1)?.slice(0, LONGEST);
    return new Error(`${this.#name} ended${last ? `: ${last}` : ''}`);
  }

  /**
   * Tells it that nothing more is to come, and waits for its end.
   *
   * @throws Error with what it said when it fails.
   */
  async finish(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.stdin?.end();
    if (this.#process.exitCode === null) await ended;
    if (this.#process.exitCode !== 0) throw this.#failure();
  }

  kill(): void {
    running.delete(this);
    this.#process.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    this.kill();
    this.#reader.close();
  }
}
