import type { Play } from '../examples.ts';
import type { Key } from '../terminal/keyboard.ts';
import type { Paint } from '../terminal/paint.ts';
import { fit } from '../terminal/text.ts';

/** The list of examples, and which one is marked. */
export class Menu {
  readonly examples: readonly Play[];
  #marked = 0;

  constructor(examples: readonly Play[]) {
    this.examples = examples;
  }

  get marked(): Play {
    return this.examples[this.#marked]!;
  }

  press({ name }: Key): void {
    const step = { up: -1, 'shift-tab': -1, down: 1, tab: 1 }[name] ?? 0;
    this.#marked = (this.#marked + step + this.examples.length) % this.examples.length;
  }

  rows(width: number, height: number, paint: Paint): string[] {
    const widest = Math.max(...this.examples.map(({ name }) => name.length));
    const head = [
      paint('cyan', fit(' pysock playground: Python sockets, for you to try', width)),
      fit(' Choose an example: each script gets a pane, its source above its output.', width),
      fit(' When a script has ended, its pane is a Python prompt with all its variables.', width),
      fit('', width),
    ];
    const entries = this.examples.map((example) => {
      const isMarked = example === this.marked;
      const text = fit(` ${isMarked ? '▶' : ' '} ${example.name.padEnd(widest)}  ${example.title}`, width);
      return paint(isMarked ? 'reverse' : 'plain', text);
    });
    const foot = [
      fit('', width),
      paint('dim', fit(' ↑ ↓ choose, Enter opens, Esc closes this menu. Below, ^X means Ctrl-X.', width)),
    ];
    const rows = [...head, ...entries, ...foot];
    // Where not all fits, what stands around the marked entry.
    const first = Math.max(0, Math.min(head.length + this.#marked - height + 3, rows.length - height));
    const shown = rows.slice(first, first + height);
    return [...shown, ...Array.from({ length: height - shown.length }, () => fit('', width))];
  }
}
