/**
 * posixmodule.c: os_read_impl, os_write_impl, for a Pyodide whose imports are its own: there a system call of C's cannot be
 * suspended. Where they can be replaced, kernel/files/ has it.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { BorrowedBuffer, Pointer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { fitBytes, newBytes } from '../sized-bytes.ts';
import { blockingCall, type IsQuick, readsQuickly, writesQuickly } from './blocking-call.ts';

const { EINTR, EINVAL, SYS_read, SYS_write } = constants;

type Transfer = (host: number, address: number, length: number) => number;

interface Direction {
  readonly number: number;
  readonly transfer: Transfer;
  readonly isQuick: IsQuick;
}

const READ: Direction = { number: SYS_read, transfer: sys.read, isQuick: readsQuickly };
const WRITE: Direction = { number: SYS_write, transfer: sys.write, isQuick: writesQuickly };

export function waitingTransferFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, hostMemory, parsers, scheduler, finishCall: finish } = bridge;
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const parseRead = parsers.positional('in:read');
  const parseWrite = parsers.positional('iy*:write');

  function make({ number, transfer, isQuick }: Direction, host: number, pointer: Pointer, length: number): number {
    const address = hostMemory.address(pointer);
    const isDirect = !scheduler.threaded || length === 0 || isQuick(host, length);
    const result = isDirect ? transfer(host, address, length) : -EINTR;
    return result === -EINTR ? scheduler.makeCall(blockingCall(number, [0], () => [host, address, length])) : result;
  }

  /** What is no descriptor of the host's is Pyodide's own. */
  function overHost(
    name: string,
    onHost: (host: number, args: Pointer, count: number) => PyObject,
    doc: string,
  ): MethodDef {
    const original = memberOf(capi, 'posix', name);
    const call = (_module: PyObject, args: Pointer, count: number): PyObject => {
      const first = count === 0 ? 0 : capi.memory.uint32(args);
      const fd = first !== 0 && capi.PyLong_Check(first) ? capi.PyLong_AsUnsignedLongMask(first) : -1;
      const stream = descriptors.find(fd);
      return stream === undefined ? vectorcall(original, args, count, 0) : onHost(stream.nfd, args, count);
    };
    return fastCall(name, call, doc, { waits: true });
  }

  return [
    overHost(
      'read',
      (host, args, count) => {
        const parsed = parseRead(args, count);
        if (parsed === null) return 0;
        const [, length] = parsed as [number, number];
        if (length < 0) return errors.setErrno(EINVAL);
        const bytes = newBytes(bridge, length);
        if (bytes === 0) return 0;
        return finish(make(READ, host, capi.PyBytes_AS_STRING(bytes), length), (n) => {
          if (n >= 0) return fitBytes(bridge, bytes, length, n);
          capi.Py_DecRef(bytes);
          return errors.setResult(n);
        });
      },
      'read($module, fd, length, /)\n--\n\nRead from a descriptor. Returns a bytes object of at most length bytes.',
    ),
    overHost(
      'write',
      (host, args, count) => {
        const parsed = parseWrite(args, count);
        if (parsed === null) return 0;
        const [, data] = parsed as [number, BorrowedBuffer];
        return finish(make(WRITE, host, data.pointer, data.length), (n) => {
          capi.release(data);
          return n < 0 ? errors.setResult(n) : capi.fromNumber(n);
        });
      },
      'write($module, fd, data, /)\n--\n\nWrite a bytes object to a descriptor. Returns how many bytes were written.',
    ),
  ];
}
