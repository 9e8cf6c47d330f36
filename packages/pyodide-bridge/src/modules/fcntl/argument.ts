/** fcntlmodule.c: the third argument of fcntl() and ioctl(): an int, or bytes of which the kernel gets a copy. */
import type { Bridge } from '../../bridge.ts';
import { type BorrowedBuffer, PyBUF_WRITABLE, type PyObject, RAISED } from '../../capi/index.ts';

/** FCNTL_BUFSZ, IOCTL_BUFSZ */
const MOST = 1024;
/** The kernel goes by the request, not by the length: what it writes behind the bytes must lie in memory of ours. */
const ROOM = 1 << 14;

/** NUL followed by random bytes, as in C: what lies behind the copy shows whether the kernel wrote more. */
const GUARD = Uint8Array.of(0, 0xfa, 0x69, 0xc4, 0x67, 0xa3, 0x6c, 0x58);

export type Arguments = ReturnType<typeof createArguments>;

export function createArguments({ capi }: Bridge) {
  function refuse(type: string, message: string): never {
    capi.raise(type, message);
    throw RAISED;
  }

  /** getargs.c: `s*`. A copy. */
  function bytesOf(o: PyObject): Uint8Array {
    if (capi.PyUnicode_Check(o)) {
      const text = capi.stringFrom(o);
      if (text === null) throw RAISED;
      return Buffer.from(text);
    }
    const bytes = capi.bytesFrom(o);
    if (bytes === null) throw RAISED;
    return bytes;
  }

  function guarded(given: Uint8Array): Uint8Array {
    const copy = new Uint8Array(given.length + ROOM);
    copy.set(given);
    copy.set(GUARD, given.length);
    return copy;
  }

  return {
    /** Whether it is no buffer but an int, or left out. */
    isNumber: (o: PyObject): boolean => o === 0 || capi.PyIndex_Check(o) !== 0,
    /** Throws a TypeError unless it is a buffer. */
    checkBuffer(name: string, o: PyObject): void {
      if (capi.PyUnicode_Check(o) || capi.PyObject_CheckBuffer(o) !== 0) return;
      const given = capi.tp_name(capi.Py_TYPE(o));
      refuse('TypeError', `${name}() argument 3 must be an integer, a bytes-like object, or a string, not ${given}`);
    },
    /** A copy for the kernel, with a guard behind it, and how many bytes are the argument's. */
    copyOf(name: string, o: PyObject): { readonly copy: Uint8Array; readonly length: number } {
      const given = bytesOf(o);
      if (given.length > MOST) refuse('ValueError', `${name} argument 3 is too long`);
      return { copy: guarded(given), length: given.length };
    },
    /** The same of an object that is to be changed. Null where it is not writable. */
    writableOf(o: PyObject): { readonly copy: Uint8Array; readonly buffer: BorrowedBuffer } | null {
      if (capi.PyUnicode_Check(o) || capi.PyBytes_Check(o)) return null;
      const buffer = capi.borrow(o, PyBUF_WRITABLE);
      if (buffer !== null) return { copy: guarded(capi.memory.copyOut(buffer.pointer, buffer.length)), buffer };
      if (capi.PyErr_ExceptionMatches(capi.PyExc('BufferError')) === 0) throw RAISED;
      capi.PyErr_Clear();
      return null;
    },
    /** The argument's bytes as the kernel left them. Throws a SystemError when it wrote over the guard. */
    bytesBefore(copy: Uint8Array, length: number): Uint8Array {
      const isWhole = GUARD.every((byte, index) => copy[length + index] === byte);
      if (!isWhole) refuse('SystemError', 'buffer overflow');
      return copy.subarray(0, length);
    },
  };
}
