/** The buffers that a message is sent from, or received into. */
import type { Part } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';

export function createMessageBuffers({ capi, hostMemory }: Bridge) {
  const releaseAll = (buffers: readonly BorrowedBuffer[]): void => {
    for (const buffer of buffers) capi.release(buffer);
  };

  /** Borrows the buffers of an iterable, all or none. null with an exception set: `refusal`, or what the object itself says. */
  function borrowAll(iterable: PyObject, method: string, flags: number, refusal?: string): BorrowedBuffer[] | null {
    const items = capi.tupleFrom(iterable, `${method}() argument 1 must be an iterable`);
    if (items === 0) return null;
    const buffers: BorrowedBuffer[] = [];
    const size = capi.PyTuple_Size(items);
    while (buffers.length < size) {
      const buffer = capi.borrow(capi.PyTuple_GetItem(items, buffers.length), flags);
      if (buffer === null) break;
      buffers.push(buffer);
    }
    capi.Py_DecRef(items);
    if (buffers.length === size) return buffers;
    releaseAll(buffers);
    if (refusal !== undefined) capi.raise('TypeError', refusal);
    return null;
  }

  /** Where the buffers lie now: asked for last, as anything before may have moved them. */
  const partsOf = (buffers: readonly BorrowedBuffer[]): Part[] =>
    buffers.map(({ pointer, length }) => ({ address: hostMemory.address(pointer), length }));

  return { releaseAll, borrowAll, partsOf };
}
