/** _threadmodule.c: the list of all handles of threads. It lies in their objects, where memory snapshots and forked processes find it. */
import type { CApi, PyObject } from '../../capi/index.ts';
import { once } from '../../wasm/emscripten.ts';
import { keepAcrossFork } from '../../wasm/forked.ts';

/** ThreadHandleState, and where a handle keeps it: all of a handle lies in its object. */
export const HandleState = { notStarted: 0, running: 1, done: 2 } as const;
export const HandleField = { state: 8, ident: 12, next: 16, previous: 20, size: 24 } as const;

export class HandleList {
  readonly #capi: CApi;
  /** A word with the first handle. */
  readonly #first: number;

  /** `ident` tells the running thread's. */
  constructor(capi: CApi, ident: () => number) {
    this.#capi = capi;
    this.#first = capi.memory.malloc(4);
    once(capi.module, () => capi.memory.setInt32(this.#first, 0));
    keepAcrossFork(capi.module, 'handles of threads', {
      save: ident,
      load: (running: number) => this.#endOthers(running),
    });
  }

  add(handle: PyObject): void {
    const { memory } = this.#capi;
    const next = memory.uint32(this.#first);
    memory.setInt32(handle + HandleField.next, next);
    memory.setInt32(handle + HandleField.previous, 0);
    if (next !== 0) memory.setInt32(next + HandleField.previous, handle);
    memory.setInt32(this.#first, handle);
  }

  remove(handle: PyObject): void {
    const { memory } = this.#capi;
    const next = memory.uint32(handle + HandleField.next);
    const previous = memory.uint32(handle + HandleField.previous);
    memory.setInt32(previous === 0 ? this.#first : previous + HandleField.next, next);
    if (next !== 0) memory.setInt32(next + HandleField.previous, previous);
  }

  /** _threadmodule.c: _PyThread_AfterFork */
  #endOthers(running: number): void {
    const { memory } = this.#capi;
    for (let handle = memory.uint32(this.#first); handle !== 0; handle = memory.uint32(handle + HandleField.next)) {
      const isOwn = memory.uint32(handle + HandleField.ident) === running;
      if (!isOwn && memory.int32(handle + HandleField.state) === HandleState.running) {
        memory.setInt32(handle + HandleField.state, HandleState.done);
      }
    }
  }
}
