import { readFileSync } from 'node:fs';
import type { Program } from '../python/program.ts';
import { type Ending, PythonProcess } from '../python/python-process.ts';
import type { Startable } from '../python/start-in-order.ts';
import type { Key } from '../terminal/keyboard.ts';
import { LineEditor } from './line-editor.ts';
import { Output } from './output.ts';

export type PaneState = 'waiting' | 'silent' | 'running' | 'prompt' | 'ended';

const CONTINUATION = '... ';

/** A Python process with what it prints and what is typed to it. */
export class Pane implements Startable {
  readonly program: Program;
  readonly output = new Output();
  readonly editor = new LineEditor();
  /** How many rows the view is scrolled back. */
  scrolled = 0;
  readonly #changed: () => void;
  #process: PythonProcess | undefined;
  #ending: Ending | undefined;
  #hasPrinted = false;
  #isRestarting = false;
  #isClosed = false;
  #indentation = '';

  constructor(program: Program, changed: () => void) {
    this.program = program;
    this.#changed = changed;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get state(): PaneState {
    if (!this.#process) return 'waiting';
    if (this.#ending) return 'ended';
    if (/(^|>>> )(>>>|\.\.\.) $/.test(this.output.last)) return 'prompt';
    return this.#hasPrinted ? 'running' : 'silent';
  }

  get isDone(): boolean {
    return this.state === 'prompt' || this.state === 'ended';
  }

  /** Contract: nothing starts in a pane that has been closed. */
  start(): void {
    if (this.#isClosed) return;
    this.output.clear();
    this.editor.clear();
    this.scrolled = 0;
    this.#ending = undefined;
    this.#hasPrinted = false;
    if (this.program.script !== undefined) {
      this.output.note(`${readFileSync(this.program.script, 'utf8').trimEnd()}\n`, 'dim');
    }
    const process = new PythonProcess(this.program, true, (text) => this.#receive(text));
    this.#process = process;
    process.ended.then((ending) => {
      if (this.#process === process) this.#end(ending);
    });
    this.#changed();
  }

  async restart(): Promise<void> {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    await this.#process?.end();
    this.#isRestarting = false;
    this.start();
  }

  interrupt(): void {
    this.output.write(this.editor.text);
    this.editor.clear();
    this.#process?.signal('SIGINT');
  }

  stop(): void {
    this.#process?.signal('SIGTERM');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#process?.end();
  }

  endInput(): void {
    this.#process?.endInput();
  }

  press(key: Key, isPasting: boolean): void {
    this.scrolled = 0;
    if (this.state === 'ended' || this.state === 'waiting') return;
    if (key.name !== 'return') {
      this.editor.press(isPasting && key.name === 'tab' ? { name: '', text: '\t' } : key);
      return;
    }
    const line = this.editor.take();
    const isBlank = this.output.last === CONTINUATION && line.trim() === '';
    this.output.write(`${line}\n`);
    this.#process?.write(isBlank ? '\n' : `${line}\n`);
    const deeper = /:\s*(#.*)?$/.test(line) ? '    ' : '';
    this.#indentation = isPasting || isBlank ? '' : /^\s*/.exec(line)![0] + deeper;
  }

  #receive(text: string): void {
    this.#hasPrinted = true;
    this.output.write(text);
    if (this.output.last === CONTINUATION && this.editor.text === '') {
      this.editor.insert(this.#indentation);
      this.#indentation = '';
    }
    this.#changed();
  }

  #end(ending: Ending): void {
    this.#ending = ending;
    this.editor.clear();
    const how = ending.signal ? `by ${ending.signal}` : `with exit code ${ending.code}`;
    this.output.note(`[ended ${how}: Ctrl-R runs it again, Ctrl-D closes the pane]`, 'yellow');
    this.#changed();
  }
}
