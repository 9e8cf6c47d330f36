/**
 * Our modules inside a memory snapshot.
 *
 * Registering the modules does two things: it makes objects in the guest's memory, which a snapshot keeps, and functions in
 * JavaScript, which it cannot keep. So the registration runs twice, and must do the same both times. While a snapshot is made it
 * runs for real, and what each call into the guest answered is noted. At each start it runs again and no call into the guest is
 * made: each answers what it answered then, which is still true of the memory that was kept. The functions come to lie at the
 * same places of the function table, because these were reserved before anything else could take them.
 */
import type { EmscriptenModule, RawFunction } from '../capi/emscripten.ts';
import { createFunctionTable, type FunctionTable } from './function-table.ts';

/** What the calls answered, in their order; a 64-bit integer as text. Null: nothing. */
export type InstallationLog = { readonly names: number; readonly results: readonly (number | string | null)[] };

type Mode = 'record' | 'replay' | 'over';

export class Installation {
  readonly #table: FunctionTable;
  readonly #results: (number | string | null)[];
  readonly #expectedNames: number;
  #mode: Mode;
  #next = 0;
  /** A digest of the names of the functions called. */
  #names = 0;

  private constructor(table: FunctionTable, mode: Mode, log: InstallationLog) {
    this.#table = table;
    this.#mode = mode;
    this.#results = mode === 'replay' ? (log.results as (number | string | null)[]) : [];
    this.#expectedNames = log.names;
  }

  /** Runs `install` and answers what it answers. With a log, its calls into the guest are not made. */
  static run<T>(module: EmscriptenModule, log: InstallationLog | undefined, install: () => T): [T, InstallationLog] {
    const table = createFunctionTable(module);
    const installation = new Installation(table, log ? 'replay' : 'record', log ?? { names: 0, results: [] });
    const target = module as { addFunction: EmscriptenModule['addFunction']; installation?: Installation };
    target.addFunction = (call, signature) => table.add(call, signature);
    target.installation = installation;
    try {
      const result = install();
      return [result, installation.#finish()];
    } finally {
      delete target.installation;
    }
  }

  #finish(): InstallationLog {
    if (this.#mode === 'replay') {
      if (this.#next !== this.#results.length || this.#names !== this.#expectedNames) {
        throw new Error('the modules are registered differently than when the snapshot was made');
      }
    }
    this.#mode = 'over';
    this.#table.commit();
    return { names: this.#names, results: this.#results };
  }

  #answer(name: string): number | bigint | undefined {
    this.#note(name);
    const result = this.#results[this.#next++];
    return typeof result === 'string' ? BigInt(result) : (result ?? undefined);
  }

  #keep(name: string, result: unknown): unknown {
    this.#note(name);
    this.#results.push(typeof result === 'bigint' ? String(result) : typeof result === 'number' ? result : null);
    return result;
  }

  #note(name: string): void {
    let names = this.#names;
    for (let i = 0; i < name.length; i++) names = (Math.imul(names, 31) + name.charCodeAt(i)) | 0;
    this.#names = names;
  }

  /** The function to call instead of an exported one: from when the registration is over it does nothing else than call it. */
  wrap(name: string, raw: RawFunction): RawFunction {
    if (this.#mode === 'over') return raw;
    let live = false;
    const other = (...args: number[]): number => {
      if (this.#mode === 'over') {
        live = true;
        return raw(...args);
      }
      if (this.#mode === 'replay') return this.#answer(name) as number;
      this.#table.commit();
      return this.#keep(name, raw(...args)) as number;
    };
    const wrapped = wrapByArity(raw, other, () => live);
    exports.set(wrapped, raw);
    return wrapped;
  }
}

const exports = new WeakMap<RawFunction, RawFunction>();

/** What WebAssembly itself exports, for who may have no JavaScript in between. */
export function exportOf(call: RawFunction): RawFunction {
  return exports.get(call) ?? call;
}

/** Without rest arguments, which cost more than the call itself. */
function wrapByArity(raw: RawFunction, other: RawFunction, live: () => boolean): RawFunction {
  switch (raw.length) {
    case 0:
      return () => (live() ? raw() : other());
    case 1:
      return (a) => (live() ? raw(a as number) : other(a as number));
    case 2:
      return (a, b) => (live() ? raw(a as number, b as number) : other(a as number, b as number));
    case 3:
      return (a, b, c) =>
        live() ? raw(a as number, b as number, c as number) : other(a as number, b as number, c as number);
    default:
      return (...args) => (live() ? raw(...args) : other(...args));
  }
}
