/**
 * Standing between the system calls and libc: what tracing is made of.
 *
 * The functions of a table are replaced only while somebody watches, so that nobody pays for it otherwise.
 */
import koffi from './koffi.ts';

type Table = Record<string, (...args: never[]) => unknown>;

const tables: Table[] = [];

/** A table of C functions whose calls can be watched. A name that ends in `At` is the same function with a host address. */
export function watchable<T extends object>(table: T): T {
  tables.push(table as Table);
  return table;
}

/** A thread's wait, to a watcher: calls that are made on its behalf are tried without blocking, and again when they may succeed. */
export interface Attempt {
  /** When the first of them found that it has to wait. For the watcher. */
  began?: number;
  /** What it finds is told by the call that follows. */
  readonly isProbe?: true;
}

const PROBE: Attempt = { isProbe: true };
/** No wait of the program's: calls of our own. */
const OURS: Attempt = {};
let watchers = 0;
let current: Attempt | undefined;

/** Whether anybody watches calls. */
export function isWatched(): boolean {
  return watchers > 0;
}

/** The wait on whose behalf a call is made now, if any. */
export function currentAttempt(): Attempt | undefined {
  return current;
}

/** Makes calls on behalf of a wait; without one, those whose failure with EAGAIN is followed by a call that waits. */
export function attempting<T>(work: () => T, attempt = PROBE): T {
  if (watchers === 0) return work();
  const outer = current;
  current = attempt;
  try {
    return work();
  } finally {
    current = outer;
  }
}

/** Makes calls that are no business of the program's, and of which nobody is told. */
export function unwatched<T>(work: () => T): T {
  return attempting(work, OURS);
}

/** Told of each call. Calls that it makes itself are not watched. */
export interface Watcher {
  /** What it answers is handed to `after`. */
  before(name: string, args: readonly unknown[]): unknown;
  /** `result` is negative, and the negative errno, when the call failed. */
  after(name: string, args: readonly unknown[], result: number, noted: unknown): void;
}

/** Watches the functions of these names. Contract: what is answered ends it; errno stays what the call has left. */
export function watch(names: ReadonlySet<string>, watcher: Watcher): () => void {
  const replaced: (() => void)[] = [];
  let isWatcher = false;

  function asWatcher<T>(work: () => T): T {
    isWatcher = true;
    try {
      return work();
    } finally {
      isWatcher = false;
    }
  }

  for (const table of tables) {
    for (const [key, call] of Object.entries(table) as [string, (...args: unknown[]) => unknown][]) {
      const name = key.replace(/At$/, '');
      if (!names.has(name)) continue;
      const watched = (...args: unknown[]): unknown => {
        if (isWatcher || current === OURS) return call(...args);
        const noted = asWatcher(() => watcher.before(name, args));
        const result = call(...args);
        const errno = koffi.errno();
        try {
          asWatcher(() => watcher.after(name, args, Number(result) === -1 ? -errno : Number(result), noted));
        } finally {
          koffi.errno(errno);
        }
        return result;
      };
      table[key] = watched;
      replaced.push(() => {
        if (table[key] === watched) table[key] = call;
      });
    }
  }
  watchers++;
  let ended = false;
  return () => {
    if (!ended) watchers--;
    ended = true;
    for (const restore of replaced.reverse()) restore();
  };
}
