import type { Paint } from './paint.ts';

/** What is happening, while it happens: one line that changes in a terminal, and elsewhere only what is worth a line. */
export interface Progress {
  /** So many more things are to come. */
  expect(count: number): void;
  /** One of them has ended. */
  ended(what: string): void;
  print(lines: readonly string[]): void;
  finish(): void;
}

export const SILENT: Progress = {
  expect: () => undefined,
  ended: () => undefined,
  print: () => undefined,
  finish: () => undefined,
};

const REDRAW_MS = 80;
const CLEAR = '\r\u001b[K';

export function progressFor(stream: NodeJS.WriteStream, paint: Paint): Progress {
  const live = stream.isTTY === true && process.env.TERM !== 'dumb';
  let all = 0;
  let done = 0;
  let drawn = 0;
  const draw = (what: string) => {
    const count = `${done} of ${all}`;
    const room = (stream.columns || 80) - count.length - 2;
    stream.write(`${CLEAR}${count} ${paint('dim', what.length > room ? `…${what.slice(1 - room)}` : what)}`);
  };
  return {
    expect: (count) => {
      all += count;
    },
    ended: (what) => {
      done += 1;
      if (!live || performance.now() - drawn < REDRAW_MS) return;
      drawn = performance.now();
      draw(what);
    },
    print: (lines) => {
      if (lines.length > 0) stream.write(`${live ? CLEAR : ''}${lines.map((line) => `${line}\n`).join('')}`);
    },
    finish: () => {
      if (live) stream.write(CLEAR);
    },
  };
}
