/**
 * _asynciomodule.c: task_step_impl, from where a task's coroutine has yielded, returned or raised, when the native frame that called it is
 * not there. The task's callback is called again, with an iterator that does the same in the place of the coroutine. A fork takes the running
 * loop away from the child, which the callback of CPython's task complains of at its end.
 */
import type { CApi, Pointer, PyObject } from '../capi/index.ts';
import { PyTupleObject } from '../capi/layout.ts';
import { rawFunction } from '../wasm/emscripten.ts';

/** What the coroutine has done. */
export type Outcome = 'yields' | 'returns' | 'raises';

const HELPERS = `
def step(outcome, value):
    if outcome == 'raises':
        raise value
    if outcome == 'yields':
        yield value
    return value

def again(callback, task):
    from _asyncio import _get_running_loop, _set_running_loop, _swap_current_task
    loop, running = task.get_loop(), _get_running_loop()
    _set_running_loop(loop)
    _swap_current_task(loop, None)
    try:
        if type(callback).__name__ == 'TaskStepMethWrapper':
            return callback()
        future = loop.create_future()
        future.set_result(None)
        return callback(future)
    finally:
        _set_running_loop(running)
        if running is not loop:
            raise RuntimeError(f'loop {loop!r} is not the running loop')
`;

const Py_file_input = 257;
const WORD = 4;

export class TaskStep {
  readonly #capi: CApi;
  readonly #callback: PyObject;
  readonly #task: PyObject;
  /** Where the task has its coroutine. */
  readonly #place: Pointer;

  private constructor(capi: CApi, callback: PyObject, task: PyObject, place: Pointer) {
    this.#capi = capi;
    this.#callback = callback;
    this.#task = task;
    this.#place = place;
  }

  /** Of the arguments of `Context.run`, a tuple: undefined when what is called is no step of a task. */
  static of(capi: CApi, args: PyObject): TaskStep | undefined {
    if (args === 0 || capi.tp_name(capi.Py_TYPE(args)) !== 'tuple') return undefined;
    const callback = capi.memory.uint32(args + PyTupleObject.ob_item);
    const get = (o: PyObject, name: string): PyObject => {
      const found = capi.PyObject_GetAttrString(o, capi.memory.literal(name));
      if (found === 0) capi.PyErr_Clear();
      // What it belongs to lives on.
      else capi.Py_DecRef(found);
      return found;
    };
    const task = get(callback, '__self__');
    if (task === 0 || capi.tp_name(capi.Py_TYPE(task)) !== '_asyncio.Task') return undefined;
    const coroutine = get(task, '_coro');
    const place = coroutine === 0 ? 0 : placeOf(capi, task, coroutine);
    return place === 0 ? undefined : new TaskStep(capi, callback, task, place);
  }

  /** What the callback returns. It takes the reference to `value`. */
  finish(outcome: Outcome, value: PyObject): PyObject {
    const capi = this.#capi;
    const { memory } = capi;
    const helpers = this.#helpers();
    const call = (name: string, ...args: PyObject[]): PyObject =>
      capi.PyObject_CallObject(helpers(name), capi.tupleOf(...args));
    const task = (): PyObject => capi.newRef(this.#task);
    const iterator = call('step', capi.strOf(outcome), value);
    if (iterator === 0) return 0;
    const coroutine = memory.uint32(this.#place);
    memory.setInt32(this.#place, iterator);
    this.#forget(callbackArgument(capi, this.#callback, this.#task));
    const result = call('again', capi.newRef(this.#callback), task());
    // A task that is over has let it go.
    if (memory.uint32(this.#place) === iterator) {
      memory.setInt32(this.#place, coroutine);
      capi.Py_DecRef(iterator);
    } else capi.Py_DecRef(coroutine);
    return result;
  }

  /** What the callback was to throw into the coroutine has been thrown. */
  #forget(place: Pointer): void {
    if (place !== 0) this.#capi.memory.setInt32(place, 0);
  }

  #helpers(): (name: string) => PyObject {
    const capi = this.#capi;
    const { module, memory } = capi;
    const namespace = capi.PyDict_New();
    capi.PyDict_SetItemString(namespace, memory.literal('__builtins__'), rawFunction(module, 'PyEval_GetBuiltins')());
    const source = memory.cString(HELPERS);
    const code = rawFunction(module, 'Py_CompileStringExFlags')(source, memory.literal('<task>'), Py_file_input, 0, -1);
    memory.free(source);
    rawFunction(module, 'PyEval_EvalCode')(code, namespace, namespace);
    return (name) => capi.PyDict_GetItemString(namespace, memory.literal(name));
  }
}

/** _asynciomodule.c: TaskStepMethWrapper: behind the task lies the exception that it throws. */
function callbackArgument(capi: CApi, callback: PyObject, task: PyObject): Pointer {
  if (capi.tp_name(capi.Py_TYPE(callback)) !== 'TaskStepMethWrapper') return 0;
  const place = placeOf(capi, callback, task);
  return place === 0 ? 0 : place + WORD;
}

/** Where an object has another one; 0 when it has not. */
function placeOf(capi: CApi, o: PyObject, other: PyObject): Pointer {
  const size = capi.PyObject_GetAttrString(capi.Py_TYPE(o), capi.memory.literal('__basicsize__'));
  const end = o + capi.PyLong_AsUnsignedLongMask(size);
  for (let place = o; place < end; place += WORD) if (capi.memory.uint32(place) === other) return place;
  return 0;
}
