import { graphemes } from '../terminal/text.ts';
import type { Key } from './keys.ts';

const WORD_BEFORE = /\S*\s*$/;

/** One line of input with a history, and the keys that a shell's user expects. */
export class LineEditor {
  before = '';
  after = '';
  readonly #history: string[] = [];
  #place = 0;
  #draft = '';

  readonly #keys: Readonly<Record<string, () => void>> = {
    left: () => this.#moveTo(this.before.length - (graphemes(this.before).at(-1)?.length ?? 0)),
    right: () => this.#moveTo(this.before.length + (graphemes(this.after)[0]?.length ?? 0)),
    home: () => this.#moveTo(0),
    'ctrl-a': () => this.#moveTo(0),
    end: () => this.#moveTo(this.text.length),
    'ctrl-e': () => this.#moveTo(this.text.length),
    'alt-b': () => this.#moveTo(this.before.replace(WORD_BEFORE, '').length),
    'alt-f': () => this.#moveTo(this.before.length + /^\s*\S*/.exec(this.after)![0].length),
    backspace: () => this.#set(graphemes(this.before).slice(0, -1).join(''), this.after),
    delete: () => this.#set(this.before, graphemes(this.after).slice(1).join('')),
    'ctrl-w': () => this.#set(this.before.replace(WORD_BEFORE, ''), this.after),
    'ctrl-u': () => this.#set('', this.after),
    'ctrl-k': () => this.#set(this.before, ''),
    up: () => this.#recall(this.#place - 1),
    down: () => this.#recall(this.#place + 1),
  };

  get text(): string {
    return this.before + this.after;
  }

  insert(text: string): void {
    this.before += text;
  }

  clear(): void {
    this.#set('', '');
    this.#place = this.#history.length;
  }

  /** The line as it is; an empty one begins. */
  take(): string {
    const { text } = this;
    if (text.trim() !== '' && text !== this.#history.at(-1)) this.#history.push(text);
    this.clear();
    return text;
  }

  press({ name, text }: Key): void {
    if (text !== '') this.insert(text);
    else this.#keys[name]?.();
  }

  #set(before: string, after: string): void {
    this.before = before;
    this.after = after;
  }

  #moveTo(place: number): void {
    const { text } = this;
    this.#set(text.slice(0, place), text.slice(place));
  }

  #recall(place: number): void {
    if (place < 0 || place > this.#history.length) return;
    if (this.#place === this.#history.length) this.#draft = this.text;
    this.#place = place;
    this.#set(this.#history[place] ?? this.#draft, '');
  }
}
