/** fcntlmodule.c: the third argument of fcntl() and ioctl(): an int, or bytes of which the kernel gets a copy. */
import type { Bridge } from '../../bridge.ts';
import { PyBUF_WRITABLE, type PyObject, RAISED } from '../../capi/index.ts';

/** FCNTL_BUFSZ, IOCTL_BUFSZ */
const MOST = 1024;
/** As much again as the longest: the kernel goes by the request, not by the length, and must not write over what is not ours. */
const ROOM = 1 << 14;

/** NUL followed by random bytes, as in C: what lies behind the copy shows whether the kernel wrote more. */
const GUARD = Uint8Array.of(0, 0xfa, 0x69, 0xc4, 0x67, 0xa3, 0x6c, 0x58);

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

  /** Calls with a guarded copy, which it changes. The bytes up to `given`'s length, and the call's result. */
  function guarded(given: Uint8Array, call: (copy: Uint8Array) => number): [result: number, bytes: Uint8Array] {
    const copy = new Uint8Array(given.length + ROOM);
    copy.set(given);
    copy.set(GUARD, given.length);
    const result = call(copy);
    const isWhole = GUARD.every((byte, index) => copy[given.length + index] === byte);
    if (result >= 0 && !isWhole) refuse('SystemError', 'buffer overflow');
    return [result, copy.subarray(0, given.length)];
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
    /** Calls with a copy of the bytes. Its result is negative, or the bytes as the kernel left them are returned. */
    withCopy(name: string, o: PyObject, call: (copy: Uint8Array) => number): number | Uint8Array {
      const given = bytesOf(o);
      if (given.length > MOST) refuse('ValueError', `${name} argument 3 is too long`);
      const [result, bytes] = guarded(given, call);
      return result < 0 ? result : bytes;
    },
    /** Calls with the bytes of a writable object, which are then as the kernel left them. Undefined where it is none. */
    withWritable(o: PyObject, call: (copy: Uint8Array) => number): number | undefined {
      if (capi.PyUnicode_Check(o) || capi.PyBytes_Check(o)) return undefined;
      const buffer = capi.borrow(o, PyBUF_WRITABLE);
      if (buffer === null) {
        if (capi.PyErr_ExceptionMatches(capi.PyExc('BufferError')) === 0) throw RAISED;
        capi.PyErr_Clear();
        return undefined;
      }
      try {
        const [result, bytes] = guarded(capi.memory.copyOut(buffer.pointer, buffer.length), call);
        if (result >= 0) capi.memory.copyIn(buffer.pointer, bytes);
        return result;
      } finally {
        capi.release(buffer);
      }
    },
  };
}
