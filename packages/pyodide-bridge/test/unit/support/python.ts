/** A Pyodide with a bridge and none of our modules: for tests of what lies below these. */
import { loadPyodide } from 'pyodide';
import { type Bridge, createBridge } from '../../../src/bridge.ts';
import type { EmscriptenModule, PyObject } from '../../../src/capi/index.ts';

export interface UnitPython extends Bridge {
  /** An object of Python code: a new reference. */
  object(code: string): PyObject;
  /** The exception that is set, as `repr` has it, or undefined. It is cleared. */
  raised(): string | undefined;
  /** Runs `body` with the addresses of objects lying one after the other, as a METH_FASTCALL function gets them. */
  withArray<T>(objects: readonly PyObject[], body: (args: number) => T): T;
  text(o: PyObject): string | null;
}

export async function loadUnitPython(): Promise<UnitPython> {
  const pyodide = await loadPyodide();
  const { _module } = pyodide as unknown as {
    _module: EmscriptenModule & { PyProxy_getPtr(proxy: unknown): PyObject };
  };
  const bridge = createBridge(_module, {});
  const { capi } = bridge;
  const text = (o: PyObject): string | null => capi.stringFrom(o);
  return {
    ...bridge,
    text,
    object(code) {
      const box = pyodide.runPython(`[${code}]`, { globals: pyodide.toPy({}) }) as { destroy(): void };
      const o = capi.newRef(capi.PySequence_GetItem(_module.PyProxy_getPtr(box), 0));
      box.destroy();
      return o;
    },
    raised() {
      if (capi.PyErr_Occurred() === 0) return undefined;
      return text(capi.PyObject_Repr(capi.PyErr_GetRaisedException())) ?? undefined;
    },
    withArray(objects, body) {
      return capi.memory.onStack(Math.max(objects.length, 1) * 4, (args) => {
        for (const [index, o] of objects.entries()) capi.memory.setInt32(args + index * 4, o);
        return body(args);
      });
    },
  };
}
