/** _queuemodule.c: what is done with the items of a `SimpleQueue`. */
import { constants } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { noArgs, oneArg, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { ObjectTable } from '../../handles/object-table.ts';
import type { PyThread } from '../../scheduler/threads.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createWaitArguments, TIMEOUT_MAX } from '../_thread/common.ts';

const { EAGAIN } = constants;

export interface SimpleQueue {
  items: PyObject[];
  /** How many of `items` were taken already. */
  taken: number;
  waiting: PyThread[];
}

type Operations = ReturnType<typeof createOperations>;

/** `Empty` is the exception type. */
export function createOperations(bridge: Bridge, table: ObjectTable<SimpleQueue>, Empty: PyObject) {
  const { capi, errors, finish, parsers, scheduler } = bridge;
  const { nanoseconds } = createWaitArguments(bridge);
  const parseGet = parsers.keywords('|OO:get', ['block', 'timeout']);

  const sizeOf = (queue: SimpleQueue): number => queue.items.length - queue.taken;

  function put(self: PyObject, item: PyObject): PyObject {
    const queue = table.of(self);
    capi.Py_IncRef(item);
    queue.items.push(item);
    const first = queue.waiting.shift();
    if (first !== undefined) scheduler.wake(first);
    return capi.none();
  }

  function take(queue: SimpleQueue): PyObject {
    const item = queue.items[queue.taken++] as PyObject;
    if (queue.taken === queue.items.length || queue.taken > 4096) {
      queue.items = queue.items.slice(queue.taken);
      queue.taken = 0;
    }
    return item;
  }

  const empty = (): PyObject => {
    rawFunction(capi.module, 'PyErr_SetNone')(Empty);
    return 0;
  };

  function wait(queue: SimpleQueue, timeout: number): PyObject {
    if (sizeOf(queue) > 0) return take(queue);
    if (timeout === 0) return empty();
    const { current } = scheduler;
    const enlist = (): number => {
      if (sizeOf(queue) > 0) return 1;
      if (current !== undefined && !queue.waiting.includes(current)) queue.waiting.push(current);
      return -EAGAIN;
    };
    const waited = scheduler.waitFor({
      files: [],
      deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
      expired: 0,
      attempt: enlist,
      cancel: () => {
        queue.waiting = queue.waiting.filter((thread) => thread !== current);
        // An item that this one was woken for is somebody else's.
        const next = sizeOf(queue) > 0 ? queue.waiting.shift() : undefined;
        if (next !== undefined) scheduler.wake(next);
      },
    });
    return finish(waited, (result) => {
      if (result < 0) return errors.setResult(result);
      return result === 0 ? empty() : take(queue);
    });
  }

  function get(self: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parseGet(args, kwargs);
    if (parsed === null) return 0;
    const [block, seconds = capi.Py_None] = parsed as [PyObject?, PyObject?];
    const blocks = block === undefined ? 1 : capi.PyObject_IsTrue(block);
    if (blocks < 0) return 0;
    let timeout = blocks === 0 ? 0 : -1;
    if (blocks !== 0 && seconds !== capi.Py_None) {
      const given = nanoseconds(seconds);
      if (given === null) return 0;
      if (given < 0) return capi.raise('ValueError', "'timeout' must be a non-negative number");
      if (given > TIMEOUT_MAX) return capi.raise('OverflowError', 'timeout value is too large');
      timeout = given;
    }
    return wait(table.of(self), timeout);
  }

  return { sizeOf, put, wait, get };
}

export function queueMethods(bridge: Bridge, table: ObjectTable<SimpleQueue>, operations: Operations): MethodDef[] {
  const { capi, parsers } = bridge;
  const { sizeOf, put, wait, get } = operations;
  const genericAlias = rawFunction(capi.module, 'Py_GenericAlias');
  const parsePut = parsers.keywords('O|OO:put', ['item', 'block', 'timeout']);
  const parsePutNowait = parsers.keywords('O:put_nowait', ['item']);

  return [
    withKeywords(
      'put',
      (self, args, kwargs) => {
        const parsed = parsePut(args, kwargs);
        return parsed === null ? 0 : put(self, parsed[0] as PyObject);
      },
      'put($self, /, item, block=True, timeout=None)\n--\n\nPut an item on the queue. Never waits: block and timeout are there to be like Queue.put.',
    ),
    withKeywords(
      'put_nowait',
      (self, args, kwargs) => {
        const parsed = parsePutNowait(args, kwargs);
        return parsed === null ? 0 : put(self, parsed[0] as PyObject);
      },
      'put_nowait($self, /, item)\n--\n\nPut an item on the queue.',
    ),
    withKeywords(
      'get',
      get,
      'get($self, /, block=True, timeout=None)\n--\n\nTake the first item, waiting for one unless block is false. Raises Empty.',
      { waits: true },
    ),
    noArgs(
      'get_nowait',
      (self: PyObject) => wait(table.of(self), 0),
      'get_nowait($self, /)\n--\n\nTake the first item, or raise Empty.',
    ),
    noArgs(
      'empty',
      (self: PyObject) => capi.PyBool_FromLong(sizeOf(table.of(self)) === 0),
      'empty($self, /)\n--\n\nWhether the queue is empty now.',
    ),
    noArgs(
      'qsize',
      (self: PyObject) => capi.fromNumber(sizeOf(table.of(self))),
      'qsize($self, /)\n--\n\nHow many items are on the queue now.',
    ),
    oneArg('__class_getitem__', genericAlias, 'See PEP 585', { isClass: true }),
  ];
}
