/**
 * posixmodule.c: os_write_impl: to a pipe or a socket that is full while other threads can run. Everything else is written by
 * the function that was there.
 *
 * Differs: a handler of a signal that does not raise does not cut the write short.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { BorrowedBuffer, Pointer, PyObject } from '../../capi/index.ts';
import { METH_FASTCALL, type MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { EAGAIN, F_GETFL, MSG_DONTWAIT, O_NONBLOCK, PIPE_BUF, POLLOUT, S_IFIFO, S_IFMT, S_IFSOCK } = constants;

/** Writes some of the bytes without blocking. How many, or -errno. */
type Step = (host: number, address: number, length: number) => number;

/** A pipe that is ready takes a part of this size without blocking (pipe(7)). */
const toPipe: Step = (host, address, length) =>
  sys.pollOne(host, POLLOUT, 0) === 0 ? -EAGAIN : sys.write(host, address, Math.min(length, PIPE_BUF));

const toSocket: Step = (host, address, length) => sys.send(host, address, length, MSG_DONTWAIT);

function stepOf(host: number): Step | undefined {
  if (host < 0 || sys.fstat(host) < 0) return undefined;
  const kind = sys.stat.mode & S_IFMT;
  if (kind !== S_IFIFO && kind !== S_IFSOCK) return undefined;
  if ((sys.fcntl(host, F_GETFL) & O_NONBLOCK) !== 0) return undefined;
  return kind === S_IFIFO ? toPipe : toSocket;
}

export function writeFunction(bridge: Bridge, original: (name: string) => PyObject): MethodDef {
  const { capi, descriptors, errors, hostMemory, parsers, scheduler, finish } = bridge;
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const parse = parsers.positional('iy*:write');
  const fallback = original('write');

  function os_write(_module: PyObject, args: Pointer, count: number): PyObject {
    const fd = scheduler.threaded && count === 2 ? capi.exactInt(capi.memory.uint32(args)) : undefined;
    const host = fd === undefined ? -1 : descriptors.host(fd);
    const step = stepOf(host);
    if (step === undefined) return vectorcall(fallback, args, count, 0);
    const parsed = parse(args, count);
    if (parsed === null) return 0;
    const data = parsed[1] as BorrowedBuffer;
    const start = hostMemory.address(data.pointer);
    let written = 0;

    function attempt(): number {
      while (written < data.length) {
        const some = (step as Step)(host, start + written, data.length - written);
        if (some < 0) return some === -EAGAIN || written === 0 ? some : written;
        written += some;
      }
      return written;
    }
    const files = [{ fd: host, events: POLLOUT }];
    const result = scheduler.waitFor({ files, deadline: Number.POSITIVE_INFINITY, attempt });
    return finish(result, (count) => {
      capi.release(data);
      return count < 0 ? errors.setResult(count) : capi.fromNumber(count);
    });
  }

  return {
    name: 'write',
    waits: true,
    flags: METH_FASTCALL,
    call: os_write,
    doc: 'write($module, fd, data, /)\n--\n\nWrite a bytes object to a descriptor. Returns how many bytes were written.',
  };
}
