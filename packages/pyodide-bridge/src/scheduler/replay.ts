/**
 * Functions of Python's that a builtin calls and that may wait for another thread, as a `fileno()` that takes a lock.
 *
 * JavaScript frames would lie below such a call, and a stack with these cannot be suspended. So the builtin returns with nothing done,
 * WebAssembly calls the function (wasm/trampolines.ts), and then the builtin again, which is given the result where it asks for it. Contract of a builtin that asks: it has changed nothing before, and when it is told that an exception is
 * set it returns at once.
 */
import { WOULD_CALL } from '@pysock/host/call';
import type { CApi, PyObject } from '../capi/index.ts';
import type { Replay as ReplayImports } from '../capi/methodobject.ts';
import type { RawFunction } from '../wasm/emscripten.ts';
import type { Scheduler } from './scheduler.ts';
import type { Answer, PyThread, Replayed } from './threads.ts';

export class Replay implements ReplayImports {
  readonly #capi: CApi;
  readonly #scheduler: Scheduler;
  /** The builtin that runs. */
  #running: Replayed | undefined;

  constructor(capi: CApi, scheduler: Scheduler) {
    this.#capi = capi;
    this.#scheduler = scheduler;
  }

  /** A builtin that may ask. */
  attempting(call: RawFunction): RawFunction {
    return (...args) => {
      const thread = this.#scheduler.current;
      if (thread === undefined) return call(...args);
      const replayed = thread.recalled ?? { answers: [], given: 0, sp: 0, wanted: undefined };
      thread.recalled = undefined;
      replayed.given = 0;
      replayed.sp = this.#capi.module.stackSave();
      const outer = this.#running;
      this.#running = replayed;
      try {
        const result = call(...args);
        if (replayed.wanted === undefined) {
          this.#forget(replayed);
          return result;
        }
        thread.calling.push(replayed);
        return WOULD_CALL;
      } finally {
        this.#running = outer;
      }
    };
  }

  /** Whether the builtin that runs may ask. Not one that Python code below it has called. */
  get isAsked(): boolean {
    return this.#running !== undefined && this.#running.sp === this.#capi.module.stackSave();
  }

  /** Whether the next result is that of a call for `key`. */
  isAnswered(key: PyObject): boolean {
    if (!this.isAsked) return false;
    const { answers, given } = this.#running as Replayed;
    return answers[given]?.key === key;
  }

  /** The result of a call that was made already for `key`: an object, or 0 with its exception set; undefined when it is to be made. */
  answer(key: PyObject): PyObject | undefined {
    const { answers, given } = this.#running as Replayed;
    const answer = answers[given];
    if (answer?.key !== key) return undefined;
    (this.#running as Replayed).given++;
    if (answer.object !== 0) return this.#capi.newRef(answer.object);
    this.#capi.PyErr_SetRaisedException(this.#capi.newRef(answer.exception));
    return 0;
  }

  /** Has a function called, whose reference it takes over with that of its arguments, a tuple. The builtin is to return at once. */
  want(key: PyObject, callable: PyObject, args = this.#capi.tupleOf()): void {
    (this.#running as Replayed).wanted = { key, callable, args };
  }

  /** The same for a builtin that goes on after a wait: it is to return what this returns, and is called anew. */
  wantLater(key: PyObject, callable: PyObject, args: PyObject): number {
    const thread = this.#scheduler.current as PyThread;
    thread.calling.push({ answers: [], given: 0, sp: 0, wanted: { key, callable, args } });
    return WOULD_CALL;
  }

  /** What `make` returns, made once however often the builtin is called. */
  once(key: PyObject, make: () => PyObject): PyObject {
    if (!this.isAsked) return make();
    const known = this.answer(key);
    if (known !== undefined) return known;
    const object = make();
    if (object === 0) return 0;
    const replayed = this.#running as Replayed;
    replayed.answers.push({ key, object: this.#capi.newRef(object), exception: 0 });
    replayed.given++;
    return object;
  }

  callee(): number {
    return (this.#last().wanted as NonNullable<Replayed['wanted']>).callable;
  }

  args(): number {
    return (this.#last().wanted as NonNullable<Replayed['wanted']>).args;
  }

  called(result: number): void {
    const thread = this.#scheduler.current as PyThread;
    const replayed = thread.calling.pop() as Replayed;
    const { key, callable, args } = replayed.wanted as NonNullable<Replayed['wanted']>;
    const exception = result === 0 ? this.#capi.PyErr_GetRaisedException() : 0;
    replayed.answers.push({ key, object: result, exception });
    replayed.wanted = undefined;
    this.#capi.Py_DecRef(callable);
    this.#capi.Py_DecRef(args);
    thread.recalled = replayed;
  }

  #last(): Replayed {
    return (this.#scheduler.current as PyThread).calling.at(-1) as Replayed;
  }

  #forget({ answers }: { readonly answers: Answer[] }): void {
    for (const { object, exception } of answers) this.#capi.Py_DecRef(object || exception);
  }
}
