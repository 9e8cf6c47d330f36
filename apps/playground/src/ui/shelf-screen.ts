/** The list of everything that can be run, and the source of what is chosen. */
import { readFileSync } from 'node:fs';
import type { RuntimeName } from '../run/runtimes.ts';
import type { EditedCopies } from '../shelf/editing.ts';
import type { Group, Play } from '../shelf/plays.ts';
import type { Key } from '../terminal/keys.ts';
import { beside, firstRows, type Row, row, wrapRow } from '../terminal/segments.ts';
import { fit } from '../terminal/text.ts';
import { highlight } from './highlight.ts';
import type { Hint } from './key-bar.ts';
import { type Screen, type Size, titleRow, type View, windowStart } from './screen-parts.ts';

export interface ShelfActions {
  run(play: Play): void;
  edit(play: Play, script: number): void;
  undoEdit(play: Play, script: number): void;
  switchRuntime(play: Play, script: number): void;
  runtimeOf(play: Play, script: number): RuntimeName;
  openRepl(): void;
}

type Entry = { readonly heading: string } | { readonly play: Play };

export class ShelfScreen implements Screen {
  readonly help = [
    'Choose a script or a pair on the left; Enter runs it on real sockets.',
    'A pair runs side by side: the client starts when the server can be reached.',
    'Tab chooses between the scripts of a pair, for e (edit) and p (pysock or CPython).',
    'Edited scripts are copies, and run in the place of the original; u takes the original back.',
    'Your own .py files in this folder are in the list too, and are edited themselves.',
    'Left and Right go from section to section, Page Up and Down scroll the source, / searches.',
  ];
  readonly #groups: readonly Group[];
  readonly #copies: EditedCopies;
  readonly #actions: ShelfActions;
  #plays: readonly Play[];
  #chosen = 0;
  #script = 0;
  #start = 0;
  #scrolled = 0;
  #search: string | undefined;

  readonly #keys: Readonly<Record<string, () => void>> = {
    up: () => this.#choose(this.#chosen - 1),
    down: () => this.#choose(this.#chosen + 1),
    home: () => this.#choose(0),
    end: () => this.#choose(this.#plays.length - 1),
    right: () => this.#chooseGroup(1),
    left: () => this.#chooseGroup(-1),
    tab: () => this.#chooseScript(1),
    'shift-tab': () => this.#chooseScript(-1),
    pageup: () => this.#scroll(-10),
    pagedown: () => this.#scroll(10),
    return: () => this.#play && this.#actions.run(this.#play),
    e: () => this.#play && this.#actions.edit(this.#play, this.#script),
    u: () => this.#play && this.#actions.undoEdit(this.#play, this.#script),
    p: () => this.#play && this.#actions.switchRuntime(this.#play, this.#script),
    r: () => this.#actions.openRepl(),
    '/': () => {
      this.#search = '';
    },
  };

  constructor(groups: readonly Group[], copies: EditedCopies, actions: ShelfActions) {
    this.#groups = groups;
    this.#copies = copies;
    this.#actions = actions;
    this.#plays = groups.flatMap(({ plays }) => plays);
  }

  get isSearching(): boolean {
    return this.#search !== undefined;
  }

  press(key: Key): void {
    if (this.#search !== undefined && this.#pressInSearch(key)) return;
    this.#keys[key.name]?.();
  }

  hints(): readonly Hint[] {
    if (this.isSearching)
      return [
        ['letters', 'search'],
        ['Enter', 'run'],
        ['Esc', 'whole list'],
      ];
    const isPair = (this.#play?.scripts.length ?? 0) > 1;
    return [
      ['↑↓', 'choose'],
      ['Enter', isPair ? 'run the pair' : 'run'],
      ['e', 'edit'],
      ['p', 'Python'],
      ...(isPair ? ([['Tab', 'other script']] as const) : []),
      ['r', 'REPL'],
      ['/', 'search'],
      ['?', 'help'],
      ['q', 'quit'],
    ];
  }

  view({ columns, rows }: Size): View {
    const left = Math.max(28, Math.min(60, Math.floor(columns * 0.35)));
    const right = columns - left - 1;
    return { rows: beside([this.#list(left, rows), this.#source(right, rows)], [left, right]) };
  }

  get #play(): Play | undefined {
    return this.#plays[this.#chosen];
  }

  #pressInSearch({ name, text }: Key): boolean {
    if (name === 'escape') this.#narrow(undefined);
    else if (name === 'backspace' || name === 'delete') this.#narrow(this.#search!.slice(0, -1));
    else if (text !== '') this.#narrow(this.#search! + text);
    else return false;
    return true;
  }

  #narrow(search: string | undefined): void {
    const before = this.#play;
    this.#search = search;
    const wanted = (search ?? '').toLowerCase();
    this.#plays = this.#groups.flatMap(({ title, plays }) =>
      plays.filter((play) => `${title} ${play.name} ${play.title}`.toLowerCase().includes(wanted)),
    );
    this.#choose(Math.max(0, before === undefined ? 0 : this.#plays.indexOf(before)));
  }

  #choose(index: number): void {
    this.#chosen = Math.max(0, Math.min(index, this.#plays.length - 1));
    this.#script = 0;
    this.#scrolled = 0;
  }

  #chooseGroup(step: 1 | -1): void {
    const firsts = this.#groups
      .map(({ plays }) => this.#plays.findIndex((play) => plays.includes(play)))
      .filter((index) => index >= 0);
    const next =
      step > 0 ? firsts.find((index) => index > this.#chosen) : firsts.findLast((index) => index < this.#chosen);
    this.#choose(next ?? this.#chosen);
  }

  #chooseScript(step: 1 | -1): void {
    const count = this.#play?.scripts.length ?? 1;
    this.#script = (this.#script + step + count) % count;
  }

  #scroll(rows: number): void {
    this.#scrolled = Math.max(0, this.#scrolled + rows);
  }

  #list(width: number, height: number): Row[] {
    const entries = this.#groups.flatMap(({ title, plays }): Entry[] => {
      const shown = plays.filter((play) => this.#plays.includes(play));
      return shown.length === 0 ? [] : [{ heading: title }, ...shown.map((play) => ({ play }))];
    });
    const at = entries.findIndex((entry) => 'play' in entry && entry.play === this.#play);
    const isFirst = at === 1;
    this.#start = windowStart(isFirst ? 0 : at, entries.length, height - 1, this.#start);
    const title = this.#search === undefined ? 'Scripts' : `Search: ${this.#search}▏`;
    const rows = entries.slice(this.#start).map((entry): Row => {
      if ('heading' in entry) return row(` ${entry.heading}`, { bold: true });
      const isChosen = entry.play === this.#play;
      return row(fit(`${isChosen ? ' ▶ ' : '   '}${entry.play.title}`, width), isChosen ? { inverse: true } : {});
    });
    const none = rows.length === 0 ? [row(' nothing is called that', { dim: true })] : [];
    return [titleRow(title, width), ...firstRows([...rows, ...none], height - 1)];
  }

  #source(width: number, height: number): Row[] {
    const play = this.#play;
    if (play === undefined) return [titleRow('', width), ...firstRows([], height - 1)];
    const blocks = play.scripts.flatMap(({ path, role }, index) => {
      const isPair = play.scripts.length > 1;
      const marks = [role, this.#actions.runtimeOf(play, index), ...(this.#copies.isEdited(path) ? ['edited'] : [])];
      return [titleRow(marks.join(' · '), width, isPair && index === this.#script), ...this.#lines(path, width)];
    });
    const most = Math.max(0, blocks.length - height);
    this.#scrolled = Math.min(this.#scrolled, most);
    const [head, ...rest] = blocks.slice(this.#scrolled);
    const isCut = rest.length > height - 1;
    const more = isCut ? [row(` ↓ ${rest.length - height + 2} more lines: Page Down`, { dim: true })] : [];
    return [head!, ...firstRows(rest, height - 1 - more.length), ...more];
  }

  #lines(path: string, width: number): Row[] {
    try {
      const bytes = readFileSync(this.#copies.pathOf(path));
      const text = bytes.toString('utf8');
      const broken = text.includes('\ufffd')
        ? [row('not UTF-8: what cannot be decoded is shown as \ufffd', { color: 'yellow' })]
        : [];
      return [...broken, ...highlight(text.trimEnd())]
        .flatMap((line) => wrapRow(line, width - 1))
        .map((line) => [{ text: ' ' }, ...line]);
    } catch (error) {
      return [row(` ${(error as Error).message}`, { color: 'red' })];
    }
  }
}
