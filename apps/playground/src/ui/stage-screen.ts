/** A play that runs: its programs in panes side by side, and the wire under them. */

import type { Kind } from '../run/output.ts';
import type { Performance } from '../run/performance.ts';
import { type Program, size as sizeText } from '../run/program.ts';
import type { Key } from '../terminal/keys.ts';
import { LineEditor } from '../terminal/line-editor.ts';
import { beside, firstRows, type Look, type Row, row } from '../terminal/segments.ts';
import { widthOf, wrap } from '../terminal/text.ts';
import type { Hint } from './key-bar.ts';
import { type Screen, type Size, titleRow, type View } from './screen-parts.ts';
import { hasLadder, type WireMode, wireView } from './wire-view.ts';

export interface StageActions {
  again(): void;
  edit(script: number): void;
  switchRuntime(script: number): void;
  back(): void;
}

export const LOOKS: Readonly<Record<Kind, Look>> = {
  out: {},
  err: { color: 'red' },
  typed: { color: 'cyan' },
  note: { dim: true },
};

/** Seconds until it is said that a script has written nothing. */
const PATIENCE = 2;

interface Pane {
  readonly program: Program;
  readonly editor: LineEditor;
  scrolled: number;
}

export class StageScreen implements Screen {
  readonly help = [
    'What you type goes to the script in the pane that is marked; Enter sends the line.',
    'Ctrl-C interrupts it (KeyboardInterrupt); a third Ctrl-C in vain kills it. Ctrl-D ends its input.',
    'Ctrl-R runs everything again, Ctrl-O edits the script and runs it, Ctrl-P changes its Python.',
    'Ctrl-T changes between the calls and the ladder; in a wide terminal both are shown.',
    'Standard error is red. Where the script in the pane has ended, letters are commands: r, e, p, w, q.',
  ];
  readonly #performance: Performance;
  readonly #panes: readonly Pane[];
  readonly #actions: StageActions;
  #focus: number;
  #mode: WireMode | undefined;

  readonly #keys: Readonly<Record<string, () => void>> = {
    tab: () => this.#moveFocus(1),
    'shift-tab': () => this.#moveFocus(-1),
    'ctrl-c': () => this.#pane.program.interrupt(),
    'ctrl-d': () => this.#pane.program.endInput(),
    'ctrl-r': () => this.#actions.again(),
    'ctrl-o': () => this.#actions.edit(this.#focus),
    'ctrl-p': () => this.#actions.switchRuntime(this.#focus),
    'ctrl-t': () => this.#switchWire(),
    escape: () => this.#actions.back(),
    pageup: () => this.#scroll(8),
    pagedown: () => this.#scroll(-8),
  };

  /** Where the script has ended, nobody reads what is typed. */
  readonly #commands: Readonly<Record<string, string>> = {
    r: 'ctrl-r',
    e: 'ctrl-o',
    p: 'ctrl-p',
    w: 'ctrl-t',
    return: 'ctrl-r',
  };

  constructor(performance: Performance, focus: number, actions: StageActions) {
    this.#performance = performance;
    this.#actions = actions;
    this.#focus = focus;
    this.#panes = performance.programs.map((program) => ({ program, editor: new LineEditor(), scrolled: 0 }));
  }

  get focus(): number {
    return this.#focus;
  }

  /** Letters are commands. */
  get isIdle(): boolean {
    return this.#pane.program.state !== 'running';
  }

  press(key: Key): void {
    const { program, editor } = this.#pane;
    const command = this.isIdle ? this.#keys[this.#commands[key.name] ?? key.name] : this.#keys[key.name];
    if (command) command();
    else if (this.isIdle) return;
    else if (key.name === 'return') program.type(editor.take());
    else editor.press(key);
  }

  hints(): readonly Hint[] {
    const several: Hint[] = this.#panes.length > 1 ? [['Tab', 'pane']] : [];
    if (this.isIdle) {
      const commands: Hint[] = [
        ['r', 'again'],
        ['Esc', 'list'],
        ['e', 'edit'],
        ['p', 'Python'],
        ['w', 'wire'],
      ];
      return [...commands, ...several, ['?', 'help'], ['q', 'quit']];
    }
    const commands: Hint[] = [['^C', 'stop'], ...several, ['^R', 'again'], ['^D', 'end input'], ['Esc', 'list']];
    return [...commands, ['^T', 'wire'], ['^O', 'edit'], ['^P', 'Python'], ['^G', 'help'], ['^X', 'quit']];
  }

  view({ columns, rows }: Size): View {
    const wireHeight = Math.max(8, Math.floor(rows * 0.42));
    const height = rows - wireHeight;
    const count = this.#panes.length;
    const edges = Array.from({ length: count + 1 }, (_, at) => Math.floor((at * (columns + 1)) / count));
    const widths = this.#panes.map((_, at) => edges[at + 1]! - edges[at]! - 1);
    const views = this.#panes.map((pane, at) => this.#paneView(pane, at, widths[at]!, height));
    const cursor = views[this.#focus]!.cursor;
    const untraced = this.#performance.programs.filter(({ runtime }) => runtime !== 'pysock').map(({ role }) => role);
    return {
      rows: [
        ...beside(
          views.map((view) => view.rows),
          widths,
        ),
        ...wireView(this.#performance.wire, this.#wireMode, untraced, columns, wireHeight),
      ],
      cursor: cursor && { x: cursor.x + edges[this.#focus]!, y: cursor.y },
    };
  }

  get #pane(): Pane {
    return this.#panes[this.#focus]!;
  }

  get #wireMode(): WireMode {
    return this.#mode ?? (this.#panes.length > 1 && hasLadder(this.#performance.wire) ? 'ladder' : 'calls');
  }

  #switchWire(): void {
    this.#mode = this.#wireMode === 'ladder' ? 'calls' : 'ladder';
  }

  #moveFocus(step: number): void {
    this.#focus = (this.#focus + step + this.#panes.length) % this.#panes.length;
  }

  #scroll(rows: number): void {
    this.#pane.scrolled = Math.max(0, this.#pane.scrolled + rows);
  }

  #state({ state, ending, seconds, output }: Program): string {
    if (state === 'waiting') return 'waits for the server';
    if (state === 'running') {
      const written = output.dropped > 0 ? ` · ${sizeText(output.bytes)}` : '';
      return `running ${seconds.toFixed(seconds < 10 ? 1 : 0)} s${written}`;
    }
    const { code, signal } = ending!;
    return `${signal ?? `exit ${code}`} · ${seconds.toFixed(2)} s`;
  }

  #paneView(pane: Pane, at: number, width: number, height: number): View {
    const { program, editor } = pane;
    const back = pane.scrolled > 0 ? ' · scrolled back' : '';
    const title = titleRow(
      `${program.role} · ${program.runtime} · ${this.#state(program)}${back}`,
      width,
      at === this.#focus && this.#panes.length > 1,
    );
    const isOpen = program.state === 'running';
    const { prompt } = program.output;
    const typed = `${prompt?.text ?? ''}${editor.text}`;
    const start = wrap(`${prompt?.text ?? ''}${editor.before} `, width);
    const input = isOpen ? wrap(`${typed} `, width).map((text): Row => row(text, LOOKS[prompt?.kind ?? 'typed'])) : [];
    const room = height - 1;
    const lines = program.output.rows(width, room + pane.scrolled);
    const isSilent = isOpen && program.output.bytes === 0 && program.seconds > PATIENCE;
    const remark = isSilent ? [row('nothing yet; a first start of pysock takes a while', { dim: true })] : [];
    const all = [...remark, ...lines.map(({ text, kind }) => row(text, LOOKS[kind])), ...input];
    pane.scrolled = Math.min(pane.scrolled, Math.max(0, all.length - room));
    const end = all.length - pane.scrolled;
    const first = Math.max(0, end - room);
    const y = 1 + remark.length + lines.length + start.length - 1 - first;
    return {
      rows: [title, ...firstRows(all.slice(first, end), room)],
      cursor: isOpen && y >= 1 && y < height ? { x: widthOf(start.at(-1)!) - 1, y } : undefined,
    };
  }
}
