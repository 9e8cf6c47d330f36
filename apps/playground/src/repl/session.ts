/** A Python prompt in a process of its own: what is typed, what is answered, what can be completed. */
import { join } from 'node:path';
import type { Adapter } from '@pysock/runtimes';
import * as z from 'zod';
import { Output } from '../run/output.ts';
import { PythonProcess } from '../run/python-process.ts';
import { Wire } from '../run/wire.ts';
import { LineEditor } from '../terminal/line-editor.ts';
import { completed, wordBefore } from './completion.ts';

const MARK = '\u001e';
const INDENT = '    ';

const answerSchema = z.union([
  z.object({ version: z.string() }),
  z.object({ asks: z.literal(true) }),
  z.object({ more: z.boolean() }),
  z.object({ completions: z.array(z.string()) }),
]);

/** `asking`: a program waits for a line of input. */
export type SessionState = 'starting' | 'ready' | 'busy' | 'asking' | 'ended';

export class ReplSession {
  readonly editor = new LineEditor();
  output = new Output();
  wire = new Wire(['>>>']);
  state: SessionState = 'starting';
  readonly #adapter: Adapter;
  readonly #program: string;
  readonly #cwd: string;
  readonly #changed: () => void;
  #process: PythonProcess | undefined;
  #partial = '';
  #block: string[] = [];
  #waiting: string[] = [];
  #decoder = new TextDecoder();

  constructor(adapter: Adapter, packageRoot: string, cwd: string, changed: () => void) {
    this.#adapter = adapter;
    this.#program = join(packageRoot, 'python', 'repl.py');
    this.#cwd = cwd;
    this.#changed = changed;
    this.#start();
  }

  get prompt(): string {
    if (this.state === 'ready') return this.#block.length > 0 ? '... ' : '>>> ';
    return this.output.prompt?.text ?? '';
  }

  /** A line that was entered: to Python, or to the program that asks for input. Meanwhile it waits. */
  enter(line: string): void {
    if (this.state === 'ended') return;
    this.#waiting.push(line);
    this.#next();
    this.#changed();
  }

  complete(): void {
    const text = wordBefore(this.editor.before);
    if (text === '' || this.state !== 'ready') this.editor.insert(INDENT);
    else this.#send({ complete: text });
  }

  /** Ctrl-C: interrupts what runs, or drops the line. */
  interrupt(): void {
    this.#waiting = [];
    if (this.state !== 'ready') this.#process?.signal('SIGINT');
    else {
      this.output.type(`${this.prompt}${this.editor.text}`);
      this.output.write('err', 'KeyboardInterrupt\n');
      this.#block = [];
      this.editor.clear();
    }
    this.#changed();
  }

  endInput(): void {
    if (this.editor.text === '') this.#process?.endInput();
  }

  /** Starts again, with nothing of what was. */
  async reset(): Promise<void> {
    const old = this.#process;
    this.#process = undefined;
    this.state = 'starting';
    this.output = new Output();
    this.wire = new Wire(['>>>']);
    this.#waiting = [];
    this.editor.clear();
    await old?.end();
    this.#start();
  }

  async close(): Promise<void> {
    if (this.state !== 'ended') await this.#process?.end();
  }

  #start(): void {
    this.state = 'starting';
    this.#partial = '';
    this.#block = [];
    this.#decoder = new TextDecoder();
    const child = new PythonProcess(this.#adapter.command([this.#program]), this.#cwd, {
      out: (chunk) => this.#receive(this.#decoder.decode(chunk, { stream: true })),
      err: (chunk) => {
        this.output.receive('err', chunk);
        this.#changed();
      },
      call: (call) => {
        this.wire.add(0, call);
        this.#changed();
      },
    });
    this.#process = child;
    this.#changed();
    child.ended.then(({ code }) => {
      if (this.#process !== child) return;
      this.state = 'ended';
      this.output.note(`Python ended with exit code ${code}. Ctrl-R starts it again.`);
      this.#changed();
    });
  }

  /** Gives the line that has waited longest to who can take one now. */
  #next(): void {
    if (this.#waiting.length === 0 || (this.state !== 'ready' && this.state !== 'asking')) return;
    const line = this.#waiting.shift()!;
    this.output.type(`${this.state === 'ready' ? this.prompt : ''}${line}`);
    if (this.state === 'ready') this.#submit(line);
    else {
      this.state = 'busy';
      this.#process?.write(`${line}\n`);
    }
  }

  /** A line of nothing but spaces ends a block, as an empty one does. */
  #submit(line: string): void {
    this.#block.push(line.trim() === '' ? '' : line);
    this.#send({ source: this.#block.join('\n') });
  }

  #send(request: { source: string } | { complete: string }): void {
    this.state = 'busy';
    this.#process?.write(`${JSON.stringify(request)}\n`);
  }

  #receive(text: string): void {
    const [plain = '', ...marked] = (this.#partial + text).split(MARK);
    this.#partial = '';
    this.output.write('out', plain);
    for (const [index, piece] of marked.entries()) {
      const end = piece.indexOf('\n');
      if (end < 0 && index === marked.length - 1) this.#partial = MARK + piece;
      else {
        this.#hear(piece.slice(0, end));
        this.output.write('out', piece.slice(end + 1));
      }
    }
    this.#changed();
  }

  #hear(message: string): void {
    const answer = answerSchema.parse(JSON.parse(message));
    this.state = 'asks' in answer ? 'asking' : 'ready';
    if ('version' in answer) {
      this.output.note(`Python ${answer.version} on pysock. "await" works at the prompt; Tab completes.`);
    } else if ('completions' in answer) this.#offer(answer.completions);
    else if ('more' in answer) {
      this.output.endLine();
      this.#goOn(answer.more);
    }
    this.#next();
  }

  /** A block is indented as far as its last line, and further behind a colon. */
  #goOn(more: boolean): void {
    const last = this.#block.at(-1) ?? '';
    if (!more) this.#block = [];
    else if (this.editor.text === '' && this.#waiting.length === 0) {
      this.editor.insert(`${/^ */.exec(last)![0]}${/:\s*$/.test(last) ? INDENT : ''}`);
    }
  }

  #offer(completions: readonly string[]): void {
    const word = wordBefore(this.editor.before);
    this.editor.insert(completed(word, completions));
    if (completions.length > 1) this.output.note(completions.map((each) => each.replace(/^.*\./, '')).join('  '));
  }
}
