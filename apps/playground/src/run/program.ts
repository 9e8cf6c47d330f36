/** One script of a play with what it prints: the contents of a pane. */
import type { Adapter } from '@pysock/runtimes';
import type { SystemCall } from '@pysock/socket-shim';
import { Output } from './output.ts';
import { type Ending, PythonProcess } from './python-process.ts';

export type ProgramState = 'waiting' | 'running' | 'ended';

export interface ProgramOptions {
  readonly role: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly adapter: Adapter;
  changed(): void;
  received(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  call(call: SystemCall): void;
}

export class Program {
  readonly output = new Output();
  readonly #options: ProgramOptions;
  #process: PythonProcess | undefined;
  #ending: Ending | undefined;
  #interrupts = 0;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  get role(): string {
    return this.#options.role;
  }

  get runtime(): string {
    return this.#options.adapter.name;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get state(): ProgramState {
    if (this.#process === undefined) return 'waiting';
    return this.#ending === undefined ? 'running' : 'ended';
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  get seconds(): number {
    return this.#ending?.seconds ?? this.#process?.seconds ?? 0;
  }

  /** What a server says to whoever waits for it. */
  get readyWords(): string[] | undefined {
    const line = this.output.lines.find(({ text, kind }) => kind === 'out' && /^ready\b/.test(text));
    return line?.text.trim().split(/\s+/).slice(1);
  }

  start(told: readonly string[] = []): void {
    const { adapter, path, args, cwd, changed, received, call } = this.#options;
    const child = new PythonProcess(adapter.command([path, ...args, ...told]), cwd, {
      out: (chunk) => {
        this.output.receive('out', chunk);
        received('stdout', chunk);
        changed();
      },
      err: (chunk) => {
        this.output.receive('err', chunk);
        received('stderr', chunk);
        changed();
      },
      call: (each) => {
        call(each);
        changed();
      },
    });
    this.#process = child;
    changed();
    child.ended.then((ending) => {
      this.#ending = ending;
      this.output.note(this.#epilogue(ending));
      changed();
    });
  }

  type(line: string): void {
    this.output.type(line);
    this.#process?.write(`${line}\n`);
  }

  endInput(): void {
    this.output.note('end of input');
    this.#process?.endInput();
  }

  /** Contract: who is asked twice in vain is made to end the third time. */
  interrupt(): void {
    if (this.state !== 'running') return;
    this.#interrupts += 1;
    this.#process?.signal(this.#interrupts > 2 ? 'SIGKILL' : 'SIGINT');
    if (this.#interrupts === 2) this.output.note('Ctrl-C once more kills it');
  }

  get ended(): Promise<Ending> | undefined {
    return this.#process?.ended;
  }

  async close(): Promise<void> {
    if (this.state === 'running') await this.#process?.end();
  }

  #epilogue({ code, signal, seconds }: Ending): string {
    const { bytes, dropped, isBroken } = this.output;
    const how = signal === null ? `exit code ${code}` : `ended by ${signal}`;
    return [
      `${how} after ${seconds.toFixed(2)} s`,
      ...(dropped > 0 ? [`${size(bytes)} written; the last ${this.output.lines.length} lines are kept`] : []),
      ...(isBroken ? ['some bytes are no UTF-8 and shown as \ufffd'] : []),
    ].join('\n');
  }
}

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
