/** posixmodule.c: os_readv_impl, os_writev_impl: several buffers in one call. */
import { addressOf, constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, PyBUF_WRITABLE, type PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { blockingCall, type IsQuick, readsQuickly, writesQuickly } from './blocking-call.ts';

const { EINTR, SYS_readv, SYS_writev } = constants;

/** An item of the sequence, with a reference of our own, and its bytes. */
interface Lent {
  readonly item: PyObject;
  readonly buffer: BorrowedBuffer;
}

export function vectorFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, hostMemory, parsers, scheduler, finishCall: finish } = bridge;
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');

  /** posixmodule.c: iov_setup. Null with an exception set. */
  function borrowAll(name: string, sequence: PyObject, flags: number): Lent[] | null {
    if (capi.PySequence_Check(sequence) === 0) {
      capi.raise('TypeError', `${name}() arg 2 must be a sequence`);
      return null;
    }
    const count = capi.PySequence_Size(sequence);
    const lent: Lent[] = [];
    while (lent.length < count) {
      const item = capi.PySequence_GetItem(sequence, lent.length);
      const buffer = item === 0 ? null : capi.borrow(item, flags);
      if (buffer === null) {
        if (item !== 0) capi.Py_DecRef(item);
        release(lent);
        return null;
      }
      lent.push({ item, buffer });
    }
    return count < 0 ? null : lent;
  }

  function release(lent: readonly Lent[]): void {
    for (const { item, buffer } of lent) {
      capi.release(buffer);
      capi.Py_DecRef(item);
    }
  }

  function vectorOf(lent: readonly Lent[]): BigUint64Array {
    const vector = new BigUint64Array(Math.max(lent.length, 1) * 2);
    for (const [index, { buffer }] of lent.entries()) {
      const { pointer, length } = buffer;
      vector[index * 2] = BigInt(hostMemory.address(pointer));
      vector[index * 2 + 1] = BigInt(length);
    }
    return vector;
  }

  function vectored(name: 'readv' | 'writev', flags: number, number: number, isQuick: IsQuick, doc: string): MethodDef {
    const fallback = memberOf(capi, 'posix', name);

    function call(_module: PyObject, args: number, count: number): PyObject {
      if (checkPositional(capi.memory.literal(name), count, 2, 2) === 0) return 0;
      const fd = parsers.PyLong_AsInt(capi.memory.uint32(args));
      if (fd === null) return 0;
      const host = descriptors.host(fd);
      if (host < 0 && descriptors.isOpen(fd)) return vectorcall(fallback, args, count, 0);
      const lent = borrowAll(name, capi.memory.uint32(args + 4), flags);
      if (lent === null) return 0;
      const length = lent.reduce((sum, { buffer }) => sum + buffer.length, 0);
      const vector = vectorOf(lent);
      const isDirect = !scheduler.threaded || length === 0 || isQuick(host, length);
      const result = isDirect ? sys[name](host, vector, lent.length) : undefined;
      const block = () => scheduler.makeCall(blockingCall(number, [0], () => [host, addressOf(vector), lent.length]));
      return finish(result === undefined || result === -EINTR ? block() : result, (done) => {
        release(lent);
        return done < 0 ? errors.setResult(done) : capi.fromNumber(done);
      });
    }
    return fastCall(name, call, doc, { waits: true });
  }

  return [
    vectored(
      'readv',
      PyBUF_WRITABLE,
      SYS_readv,
      readsQuickly,
      'readv($module, fd, buffers, /)\n--\n\nRead from a descriptor into writable buffers, one after the other. Returns how many bytes\nwere read.',
    ),
    vectored(
      'writev',
      PyBUF_SIMPLE,
      SYS_writev,
      writesQuickly,
      'writev($module, fd, buffers, /)\n--\n\nWrite buffers to a descriptor, one after the other. Returns how many bytes were written.',
    ),
  ];
}
