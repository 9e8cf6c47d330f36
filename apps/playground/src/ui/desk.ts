/** What is on the screen, and what the keys do to it. Knows nothing of React. */

import { ReplSession } from '../repl/session.ts';
import { Performance } from '../run/performance.ts';
import type { RuntimeName, Runtimes } from '../run/runtimes.ts';
import { EditedCopies, findEditor, runEditor } from '../shelf/editing.ts';
import type { Group, Play } from '../shelf/plays.ts';
import type { Key } from '../terminal/keys.ts';
import { firstRows, fitRow, type Row, row } from '../terminal/segments.ts';
import { wrapWords } from '../terminal/text.ts';
import { keyBar } from './key-bar.ts';
import { ReplScreen } from './repl-screen.ts';
import type { Screen, Size, View } from './screen-parts.ts';
import { titleRow } from './screen-parts.ts';
import { ShelfScreen } from './shelf-screen.ts';
import { StageScreen } from './stage-screen.ts';

export interface DeskOptions {
  readonly groups: readonly Group[];
  readonly runtimes: Runtimes;
  readonly packageRoot: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Milliseconds between two frames while programs write. */
const FRAME = 50;
/** Milliseconds after which a running program's time is drawn again. */
const TICK = 500;
const SMALLEST: Size = { columns: 60, rows: 16 };

export class Desk {
  /** Counts what has changed. */
  version = 0;
  /** Gives the terminal away while something else uses it. */
  suspend: (work: () => void) => Promise<void> = async (work) => work();
  readonly quit: Promise<void>;
  readonly #options: DeskOptions;
  readonly #copies = new EditedCopies();
  readonly #choices = new Map<string, RuntimeName>();
  readonly #shelf: ShelfScreen;
  readonly #listeners = new Set<() => void>();
  #performance: Performance | undefined;
  #stage: StageScreen | undefined;
  #repl: { readonly session: ReplSession; readonly screen: ReplScreen } | undefined;
  #screen: Screen;
  #isHelpOpen = false;
  #message = '';
  #frame: NodeJS.Timeout | undefined;
  #end: () => void = () => {};

  constructor(options: DeskOptions) {
    this.#options = options;
    this.quit = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#shelf = new ShelfScreen(options.groups, this.#copies, {
      run: (play) => this.run(play),
      edit: (play, script) => void this.#edit(play, script),
      undoEdit: (play, script) => this.#undoEdit(play, script),
      switchRuntime: (play, script) => this.#switchRuntime(play, script),
      runtimeOf: (play, script) => this.#runtimeOf(play, script),
      openRepl: () => this.#openRepl(),
    });
    this.#screen = this.#shelf;
    setInterval(() => this.#performance && !this.#performance.isOver && this.changed(), TICK).unref();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Draws soon: programs write faster than anybody reads. */
  changed(): void {
    this.#frame ??= setTimeout(() => this.#draw(), FRAME);
  }

  run(play: Play, focus = 0): void {
    const old = this.#performance;
    const performance = new Performance(play, {
      runtimes: this.#options.runtimes,
      copies: this.#copies,
      cwd: this.#options.cwd,
      runtimeOf: (script) => this.#runtimeOf(play, script),
      changed: () => this.changed(),
    });
    this.#performance = performance;
    this.#stage = new StageScreen(performance, focus, {
      again: () => this.run(play, this.#stage?.focus),
      edit: (script) => void this.#edit(play, script).then((edited) => edited && this.run(play, script)),
      switchRuntime: (script) => this.#switchRuntime(play, script) && this.run(play, script),
      back: () => this.#leaveStage(),
    });
    this.#screen = this.#stage;
    // The old programs may hold the ports that the new ones want.
    void Promise.resolve(old?.close()).then(() => performance.start());
  }

  press(key: Key): void {
    this.#message = '';
    if (key.name === 'ctrl-x') this.#end();
    else if (this.#isHelpOpen) this.#isHelpOpen = false;
    else if (key.name === 'ctrl-g' || (key.name === '?' && this.#hasCommands)) this.#isHelpOpen = true;
    else if (key.name === 'q' && this.#hasCommands) this.#end();
    else if (key.name === 'ctrl-c' && this.#screen === this.#shelf) this.#end();
    else this.#screen.press(key);
    this.#draw();
  }

  view(size: Size): View {
    const { columns, rows } = size;
    if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
      const text = `The playground needs ${SMALLEST.columns} x ${SMALLEST.rows} cells. Ctrl-X quits.`;
      return { rows: firstRows([row(text)], rows) };
    }
    const room = { columns, rows: rows - 1 };
    const view = this.#isHelpOpen ? { rows: this.#help(room) } : this.#screen.view(room);
    const last =
      this.#message === '' ? keyBar(this.#screen.hints(), columns) : row(` ${this.#message}`, { color: 'yellow' });
    return { ...view, rows: [...view.rows, last].map((each) => fitRow(each, columns)) };
  }

  /** Ends every process. */
  async close(): Promise<void> {
    clearTimeout(this.#frame);
    await Promise.all([this.#performance?.close(), this.#repl?.session.close()]);
  }

  /** Letters are commands, and no text. */
  get #hasCommands(): boolean {
    if (this.#screen === this.#shelf) return !this.#shelf.isSearching;
    return this.#screen === this.#stage && this.#stage.isIdle;
  }

  #draw(): void {
    clearTimeout(this.#frame);
    this.#frame = undefined;
    this.version += 1;
    for (const listener of this.#listeners) listener();
  }

  #say(message: string): void {
    this.#message = message;
    this.#draw();
  }

  #leaveStage(): void {
    this.#screen = this.#shelf;
    const old = this.#performance;
    this.#performance = undefined;
    void old?.close();
  }

  #runtimeOf(play: Play, script: number): RuntimeName {
    return this.#choices.get(`${play.name} ${script}`) ?? 'pysock';
  }

  #switchRuntime(play: Play, script: number): boolean {
    if (this.#options.runtimes.CPython === undefined) {
      this.#say('No CPython was found here; PYSOCK_PYTHON names one.');
      return false;
    }
    const name = this.#runtimeOf(play, script) === 'pysock' ? 'CPython' : 'pysock';
    this.#choices.set(`${play.name} ${script}`, name);
    return true;
  }

  /** Contract: whether an editor was there and ended well. */
  async #edit(play: Play, script: number): Promise<boolean> {
    const editor = findEditor(this.#options.env);
    if (editor === undefined) {
      this.#say('No editor was found here; EDITOR names one.');
      return false;
    }
    const { path } = play.scripts[script]!;
    const file = play.isOwn ? path : this.#copies.copyOf(path);
    let problem: string | undefined;
    await this.suspend(() => {
      problem = runEditor(editor, file);
    });
    if (!play.isOwn) this.#copies.forgetUnchanged(path);
    if (problem === undefined) this.#draw();
    else this.#say(problem);
    return problem === undefined;
  }

  #undoEdit(play: Play, script: number): void {
    const { path } = play.scripts[script]!;
    if (this.#copies.isEdited(path)) this.#copies.forget(path);
    else this.#say('This script has not been edited.');
  }

  #openRepl(): void {
    const { runtimes, packageRoot, cwd } = this.#options;
    if (this.#repl === undefined) {
      const session = new ReplSession(runtimes.pysock, packageRoot, cwd, () => this.changed());
      const screen = new ReplScreen(session, () => {
        this.#screen = this.#shelf;
      });
      this.#repl = { session, screen };
    }
    this.#screen = this.#repl.screen;
  }

  #help({ columns, rows }: Size): Row[] {
    const hints = this.#screen
      .hints()
      .map(([key, does]) => [{ text: `  ${key.padEnd(8)}`, bold: true, color: 'cyan' }, { text: does }]);
    const lines = this.#screen.help.flatMap((text) => wrapWords(text, columns - 2)).map((text) => row(` ${text}`));
    return [titleRow('Help: any key closes it', columns), ...firstRows([...lines, row(''), ...hints], rows - 1)];
  }
}
