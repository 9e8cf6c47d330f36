/** What the functions of `fcntl` have in common: their first argument, and calls that may block. */
import { addressOf, constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import { type Pointer, type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import type { HostStream } from '../../kernel/descriptors/host-stream.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { blockingCall } from '../posix/blocking-call.ts';

const { EBADF, EINTR } = constants;

/** An argument by its place; 0 when it is missing. */
export type At = (index: number) => PyObject;

export type Common = ReturnType<typeof createCommon>;

export function createCommon(bridge: Bridge) {
  const { capi, descriptors, errors, scheduler, finish } = bridge;
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const asFileDescriptor = rawFunction(capi.module, 'PyObject_AsFileDescriptor');
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');

  const returned = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.PyLong_FromLong(result));

  /** Goes on with what a call that does not wait returns. One that a signal interrupts is made again after its handlers (PEP 475). */
  function atOnce(call: () => number, then: (result: number) => PyObject = returned): PyObject {
    for (;;) {
      const result = call();
      if (result !== -EINTR) return result < 0 ? errors.setResult(result) : then(result);
      if (bridge.checkSignals() < 0) throw RAISED;
    }
  }

  return {
    returned,
    atOnce,
    /** A call that may block, by its number: descriptor, command, and a number or a structure. */
    waiting(
      number: number,
      [host, command, argument]: readonly [number, number, number | Uint8Array],
      then: (result: number) => PyObject = returned,
    ): PyObject {
      const last = () => (typeof argument === 'number' ? argument : addressOf(argument));
      const call = blockingCall(number, [0], () => [host, command, last()]);
      return finish(scheduler.makeCall(call), (result) => (result < 0 ? errors.setResult(result) : then(result)));
    },
    /** A function on a descriptor. For a file of the guest's own memory there is the one that was there. */
    onDescriptor(
      name: string,
      [least, most]: readonly [number, number],
      doc: string,
      call: (stream: HostStream, at: At) => PyObject,
    ): MethodDef {
      const fallback = memberOf(capi, 'fcntl', name);
      return fastCall(
        name,
        (_module, args: Pointer, count) => {
          if (checkPositional(capi.memory.literal(name), count, least, most) === 0) return 0;
          const fd = asFileDescriptor(capi.memory.uint32(args));
          if (fd < 0) return 0;
          const stream = descriptors.find(fd);
          if (stream === undefined && !descriptors.isOpen(fd)) return errors.setErrno(EBADF);
          if (stream === undefined) return vectorcall(fallback, args, count, 0);
          return call(stream, (index) => (index < count ? capi.memory.uint32(args + index * 4) : 0));
        },
        doc,
        { waits: true },
      );
    },
    /** A converted argument; throws when an exception was set. */
    known<T>(value: T | null): T {
      if (value === null) throw RAISED;
      return value;
    },
  };
}
