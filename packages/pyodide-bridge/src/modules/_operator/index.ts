/**
 * _operator.c: `methodcaller`. CPython 3.14.2 declares its `tp_clear`, methodcaller_clear, as a function that returns nothing, and
 * the garbage collector calls it as one that returns an int: in WebAssembly a trap, "function signature mismatch". Without it
 * a cycle through a methodcaller is broken at its other objects, as for every type that has no `tp_clear`.
 */
import type { Bridge } from '../../bridge.ts';
import { whenExecuted } from '../../capi/moduleobject.ts';

/** Where `tp_clear` lies in a type. */
const TP_CLEAR = 96;

export function mendMethodcaller(bridge: Bridge): void {
  const { capi } = bridge;
  whenExecuted(bridge, '_operator', (module) => {
    const type = capi.PyObject_GetAttrString(module, capi.memory.literal('methodcaller'));
    capi.memory.setInt32(type + TP_CLEAR, 0);
    capi.Py_DecRef(type);
  });
}
