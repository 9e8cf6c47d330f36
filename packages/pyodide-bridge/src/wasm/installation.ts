/**
 * Our modules inside a memory snapshot.
 *
 * Registering the modules does two things: it makes objects in the guest's memory, which a snapshot keeps, and functions in
 * JavaScript, which it cannot keep. So the registration runs twice, and must do the same both times. While a snapshot is made it
 * runs for real, and what each call into the guest answered is noted. At each start it runs again and no call into the guest is
 * made: each answers what it answered then, which is still true of the memory that was kept. The functions come to lie at the
 * same places of the function table, because these were reserved before anything else could take them.
 */
import type { EmscriptenModule, RawFunction, Recorder } from './emscripten.ts';
import { createFunctionTable, type FunctionTable } from './function-table.ts';
import type { InstallationLog } from './installation-log.ts';
import { Journal } from './journal.ts';
import type { Call } from './placements.ts';
import { noteWrapper } from './wrapped-exports.ts';

interface Target {
  addFunction: EmscriptenModule['addFunction'];
  installation?: Installation;
  journal?: Journal;
}

export class Installation implements Recorder {
  readonly #table: FunctionTable;
  #results: (number | string | null)[] = [];
  #expectedNames = 0;
  /** The module that puts all functions into the table, where the log has it. */
  #module: Uint8Array<ArrayBuffer> | undefined;
  #isReplay = false;
  #isFirst = true;
  readonly #state = { isOver: false };
  #next = 0;
  /** How many calls into the guest are under way. */
  #depth = 0;
  /** A digest of the names of the functions called. */
  #names = 0;

  private constructor(table: FunctionTable, log: InstallationLog | undefined) {
    this.#table = table;
    this.#begin(log);
  }

  #begin(log: InstallationLog | undefined): void {
    this.#isReplay = log !== undefined;
    this.#results = [...(log?.results ?? [])];
    this.#expectedNames = log?.names ?? 0;
    this.#module = log?.module === undefined ? undefined : Buffer.from(log.module, 'base64');
    this.#next = 0;
    this.#names = 0;
    this.#state.isOver = false;
  }

  /** Runs `install` and answers what it answers. With a log, its calls into the guest are not made. */
  static run<T>(
    module: EmscriptenModule,
    log: InstallationLog | undefined,
    install: (installation: Installation) => T,
  ): [T, InstallationLog] {
    const table = createFunctionTable(module);
    const installation = new Installation(table, log);
    (module as Target).journal = new Journal((again, work) => {
      installation.#isFirst = false;
      installation.#begin(again);
      return installation.#during(module, work);
    });
    return installation.#during(module, () => install(installation));
  }

  #during<T>(module: EmscriptenModule, work: () => T): [T, InstallationLog] {
    const target = module as Target;
    const table = this.#table;
    target.addFunction = (call, signature) => table.add(call, signature);
    target.installation = this;
    try {
      const result = work();
      return [result, this.#finish()];
    } finally {
      this.#state.isOver = true;
      delete target.installation;
      target.addFunction = (call, signature) => {
        const place = table.add(call, signature);
        table.commit();
        return place;
      };
    }
  }

  #finish(): InstallationLog {
    if (this.#isReplay) {
      if (this.#next !== this.#results.length || this.#names !== this.#expectedNames) {
        throw new Error('the modules are registered differently than when the snapshot was made');
      }
    }
    this.#state.isOver = true;
    const isRecording = this.isRecording;
    this.#table.commit(this.#module);
    const log = { names: this.#names, results: this.#results };
    return isRecording ? { ...log, module: Buffer.from(this.#table.encode()).toString('base64') } : log;
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

  /** What is registered later lies in no memory snapshot. */
  get isRecording(): boolean {
    return !this.#isReplay && this.#isFirst;
  }

  /** A number found out while recording, and then known. */
  remember(find: () => number): number {
    // What is done once only asks for it in its own right.
    if (this.#depth > 0) return find();
    return (this.#isReplay ? this.#answer('remember') : this.#keep('remember', this.outside(find))) as number;
  }

  /** Runs what is to be done in the guest once, when the snapshot is made. What it calls of ours is no part of the log. */
  outside<T>(run: () => T): T | undefined {
    if (this.#isReplay) return undefined;
    this.#table.commit();
    this.#depth++;
    try {
      return run();
    } finally {
      this.#depth--;
    }
  }

  /** {@link FunctionTable.replace} */
  replaceFunction(place: number, call: Call, signature: string): void {
    this.#table.replace(place, call, signature);
  }

  #note(name: string): void {
    let names = this.#names;
    for (let i = 0; i < name.length; i++) names = (Math.imul(names, 31) + name.charCodeAt(i)) | 0;
    this.#names = names;
  }

  /** The function to call instead of an exported one. Once the registration is over it only passes the call on. */
  wrap(name: string, raw: RawFunction): RawFunction {
    const state = this.#state;
    if (state.isOver) return raw;
    const other = (...args: number[]): number => {
      if (this.#isReplay) return this.#answer(name) as number;
      if (this.#depth > 0) return raw(...args);
      return this.#keep(
        name,
        this.outside(() => raw(...args)),
      ) as number;
    };
    const wrapped = wrapByArity(state, raw, other);
    noteWrapper(wrapped, raw);
    return wrapped;
  }
}

/** Without rest arguments where the number is small: they cost more than the call itself. */
function wrapByArity(state: { readonly isOver: boolean }, raw: RawFunction, other: RawFunction): RawFunction {
  switch (raw.length) {
    case 0:
      return () => (state.isOver ? raw() : other());
    case 1:
      return (a?: number) => (state.isOver ? raw(a as number) : other(a as number));
    case 2:
      return (a?: number, b?: number) =>
        state.isOver ? raw(a as number, b as number) : other(a as number, b as number);
    case 3:
      return (a?: number, b?: number, c?: number) =>
        state.isOver ? raw(a as number, b as number, c as number) : other(a as number, b as number, c as number);
    default:
      return (...args) => (state.isOver ? raw(...args) : other(...args));
  }
}
