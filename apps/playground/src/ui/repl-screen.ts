/** The prompt, and the wire under it. */
import type { ReplSession } from '../repl/session.ts';
import type { Key } from '../terminal/keys.ts';
import { firstRows, type Row, row } from '../terminal/segments.ts';
import { widthOf, wrap } from '../terminal/text.ts';
import type { Hint } from './key-bar.ts';
import { type Screen, type Size, titleRow, type View } from './screen-parts.ts';
import { LOOKS } from './stage-screen.ts';
import { type WireMode, wireView } from './wire-view.ts';

const STATES = {
  starting: 'starts',
  ready: 'ready',
  busy: 'running',
  asking: 'waits for input',
  ended: 'ended',
} as const;

export class ReplScreen implements Screen {
  readonly help = [
    'Python on pysock. A block goes on until an empty line; "await" works at the prompt.',
    'Up and Down bring back earlier lines, Tab completes names and indents.',
    'Ctrl-C interrupts, or drops the line; Ctrl-R starts Python anew: until then names are kept,',
    'also while you are elsewhere (Esc).',
  ];
  readonly #session: ReplSession;
  readonly #back: () => void;
  #mode: WireMode = 'calls';
  #scrolled = 0;

  readonly #keys: Readonly<Record<string, () => void>> = {
    tab: () => this.#session.complete(),
    'ctrl-c': () => this.#session.interrupt(),
    'ctrl-d': () => this.#session.endInput(),
    'ctrl-r': () => void this.#session.reset(),
    'ctrl-t': () => {
      this.#mode = this.#mode === 'calls' ? 'ladder' : 'calls';
    },
    escape: () => this.#back(),
    return: () => {
      this.#scrolled = 0;
      this.#session.enter(this.#session.editor.take());
    },
    pageup: () => {
      this.#scrolled += 8;
    },
    pagedown: () => {
      this.#scrolled = Math.max(0, this.#scrolled - 8);
    },
  };

  constructor(session: ReplSession, back: () => void) {
    this.#session = session;
    this.#back = back;
  }

  press(key: Key): void {
    const command = this.#keys[key.name];
    if (command) command();
    else this.#session.editor.press(key);
  }

  hints(): readonly Hint[] {
    return [
      ['Enter', 'run'],
      ['Tab', 'complete'],
      ['↑↓', 'history'],
      ['^C', 'interrupt'],
      ['^R', 'reset'],
      ['Esc', 'list'],
      ['^T', 'wire'],
      ['^G', 'help'],
      ['^X', 'quit'],
    ];
  }

  view({ columns, rows }: Size): View {
    const wireHeight = Math.max(6, Math.floor(rows * 0.3));
    const height = rows - wireHeight;
    const { output, editor, prompt, state, wire } = this.#session;
    const start = wrap(`${prompt}${editor.before} `, columns);
    const input = wrap(`${prompt}${editor.text} `, columns).map((text): Row => row(text));
    const room = height - 1;
    const lines = output.rows(columns, room + this.#scrolled);
    const all = [...lines.map(({ text, kind }) => row(text, LOOKS[kind])), ...input];
    this.#scrolled = Math.min(this.#scrolled, Math.max(0, all.length - room));
    const end = all.length - this.#scrolled;
    const first = Math.max(0, end - room);
    const y = lines.length + start.length - first;
    const shown = firstRows(all.slice(first, end), room);
    return {
      rows: [
        titleRow(`Python prompt · pysock · ${STATES[state]}`, columns),
        ...shown,
        ...wireView(wire, this.#mode, [], columns, wireHeight),
      ],
      cursor: y >= 1 && y < height ? { x: widthOf(start.at(-1)!) - 1, y } : undefined,
    };
  }
}
