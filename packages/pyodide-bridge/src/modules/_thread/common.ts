/** What the types of `_thread` have in common. */
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { Slot } from '../../capi/methodobject.ts';

const NS_PER_SECOND = 1e9;
/** PY_TIMEOUT_MAX: the longest wait, in nanoseconds. */
export const TIMEOUT_MAX = 9223372036 * NS_PER_SECOND;

export type WaitArguments = ReturnType<typeof createWaitArguments>;

export function createWaitArguments(bridge: Bridge) {
  const { capi, parsers } = bridge;
  const parseAcquire = parsers.keywords('|OO:acquire', ['blocking', 'timeout']);

  const refuse = (name: string, message: string): null => {
    capi.raise(name, message);
    return null;
  };

  return {
    nanoseconds: capi.nanosecondsOf,
    /** _threadmodule.c: lock_acquire_parse_args. Nanoseconds: negative for none, 0 for not waiting; null with an exception set. */
    acquire(args: PyObject, kwargs: PyObject): number | null {
      if (kwargs === 0 && capi.PyTuple_Size(args) === 0) return -1;
      const parsed = parseAcquire(args, kwargs);
      if (parsed === null) return null;
      const [blocking, seconds] = parsed as [PyObject?, PyObject?];
      const blocks = blocking === undefined ? 1 : capi.PyObject_IsTrue(blocking);
      if (blocks < 0) return null;
      const timeout = seconds === undefined ? -NS_PER_SECOND : capi.nanosecondsOf(seconds);
      if (timeout === null) return null;
      if (blocks === 0) {
        return timeout === -NS_PER_SECOND ? 0 : refuse('ValueError', "can't specify a timeout for a non-blocking call");
      }
      if (timeout === -NS_PER_SECOND) return -1;
      if (timeout < 0) return refuse('ValueError', 'timeout value must be a non-negative number');
      if (timeout > TIMEOUT_MAX) return refuse('OverflowError', 'timeout value is too large');
      return timeout;
    },
  };
}

/** `%p` as CPython prints it. */
export function addressText(pointer: number): string {
  return `0x${(pointer >>> 0).toString(16)}`;
}

/** `tp_dealloc` of a type whose objects hold nothing but words and weak references. */
export function deallocWithWeakrefs(bridge: Bridge, weaklist: number): (...args: number[]) => undefined {
  const { capi, define } = bridge;
  return (self) => {
    const object = self as PyObject;
    if (capi.memory.uint32(object + weaklist) !== 0) capi.PyObject_ClearWeakRefs(object);
    const type = capi.Py_TYPE(object);
    define.callTable(define.PyType_GetSlot(type, Slot.tp_free), object);
    capi.Py_DecRef(type);
  };
}
