/**
 * What runs around a fork: PyOS_BeforeFork, PyOS_AfterFork_Parent, PyOS_AfterFork_Child, which call the functions of
 * `os.register_at_fork`. These may wait for other threads, so WebAssembly calls them (scheduler/replay.ts), and a builtin that forks is
 * called again after each.
 */
import type { Bridge } from '../../bridge.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import { PyMethodDef } from '../../capi/layout.ts';
import { METH_NOARGS } from '../../capi/methodobject.ts';
import { type RawFunction, rawFunction, registered } from '../../wasm/emscripten.ts';

const HOOKS = ['PyOS_BeforeFork', 'PyOS_AfterFork_Parent', 'PyOS_AfterFork_Child'] as const;

export type ForkHook = (typeof HOOKS)[number];

export class ForkHooks {
  readonly #bridge: Bridge;
  readonly #functions: ReadonlyMap<ForkHook, RawFunction>;
  /** A builtin of each, without arguments: made at the first fork. */
  readonly #builtins = new Map<ForkHook, PyObject>();
  readonly #makeBuiltins: (argument: number) => void;

  constructor(bridge: Bridge) {
    const { module } = bridge.capi;
    this.#bridge = bridge;
    this.#functions = new Map(HOOKS.map((name) => [name, rawFunction(module, name)]));
    this.#makeBuiltins = registered(module, 'fork hooks', () => {
      const newFunction = rawFunction(module, 'PyCMethod_New');
      for (const name of HOOKS) this.#builtins.set(name, newFunction(this.#methodOf(name), 0, 0, 0));
    });
  }

  /** Whether it has run. False: the builtin is to return at once, and will be called again. */
  run(name: ForkHook): boolean {
    const { capi, replay } = this.#bridge;
    if (!replay.isAsked || this.#bridge.trampolines === undefined) {
      (this.#functions.get(name) as RawFunction)();
      return true;
    }
    if (this.#builtins.size === 0) this.#makeBuiltins(0);
    const builtin = this.#builtins.get(name) as PyObject;
    if (replay.answer(builtin) !== undefined) return true;
    replay.want(builtin, capi.newRef(builtin));
    return false;
  }

  /** Whether the builtin is called again since it has run. */
  hasRun(name: ForkHook): boolean {
    const builtin = this.#builtins.get(name);
    return builtin !== undefined && this.#bridge.replay.isAnswered(builtin);
  }

  /** What `find` returns, less than 2 ** 30 on both sides of 0, found once however often the builtin is called. */
  once(find: () => number): number {
    const { capi, replay } = this.#bridge;
    const number = replay.once(capi.Py_None, () => capi.fromNumber(find()));
    const found = capi.exactInt(number) as number;
    capi.Py_DecRef(number);
    return found;
  }

  #methodOf(name: ForkHook): Pointer {
    const { capi, trampolines } = this.#bridge;
    const { memory, module } = capi;
    const call = this.#functions.get(name) as RawFunction;
    const builtin = (trampolines as NonNullable<typeof trampolines>).builtin(call, capi.Py_None);
    const method = memory.malloc(PyMethodDef.sizeof);
    module.HEAP32.set([memory.literal(name), module.addFunction(builtin, 'iii'), METH_NOARGS, 0], method >> 2);
    return method;
  }
}
