/**
 * What is done when the calling thread's environment of Node ends, however it does: a worker that is terminated runs no
 * JavaScript any more. Node calls native functions itself then, such as the C library's `close`.
 */
import koffi from '../call/koffi.ts';
import { bind } from '../call/libc.ts';

const mangled = {
  Isolate_GetCurrent: '_ZN2v87Isolate10GetCurrentEv',
  Add: '_ZN4node25AddEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_',
  Remove: '_ZN4node28RemoveEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_',
};

interface Hooks {
  readonly isolate: number;
  readonly close: number;
  add(isolate: number, call: number, argument: number): void;
  remove(isolate: number, call: number, argument: number): void;
}

let hooks: Hooks | null | undefined;

/** Has a native function called with an argument when the thread's environment ends. Contract: once for the two. */
export function callAtEnd(call: number, argument: number): void {
  hooks ??= findHooks();
  hooks?.add(hooks.isolate, call, argument);
}

/** It is not to be called any more. */
export function omitAtEnd(call: number, argument: number): void {
  hooks?.remove(hooks.isolate, call, argument);
}

/** The descriptors, once a thread, whichever copies of this module it has: Node ends the process when one is added twice. */
const KEY = Symbol.for('@pysock/host closed at end');
const thread = globalThis as { [KEY]?: Set<number> };
const descriptors = thread[KEY] ?? new Set<number>();
thread[KEY] = descriptors;

/** Bun has functions of these names that end the process (Bun 1.4). */
function findHooks(): Hooks | null {
  if ('bun' in process.versions) return null;
  try {
    return {
      isolate: Number(bind<() => number>(`uintptr_t ${mangled.Isolate_GetCurrent}()`)()),
      close: Number(koffi.load(null).symbol('close')),
      add: bind<Hooks['add']>(`void ${mangled.Add}(uintptr_t, uintptr_t, uintptr_t)`),
      remove: bind<Hooks['remove']>(`void ${mangled.Remove}(uintptr_t, uintptr_t, uintptr_t)`),
    };
  } catch {
    return null;
  }
}

/** Has a descriptor closed when the thread's environment ends, unless {@link keepAtEnd} is called before. */
export function closeAtEnd(fd: number): void {
  hooks ??= findHooks();
  if (hooks === null || descriptors.has(fd)) return;
  descriptors.add(fd);
  hooks.add(hooks.isolate, hooks.close, fd);
}

/** The descriptor is closed now, or is somebody else's. */
export function keepAtEnd(fd: number): void {
  if (!descriptors.delete(fd)) return;
  hooks?.remove(hooks.isolate, hooks.close, fd);
}
