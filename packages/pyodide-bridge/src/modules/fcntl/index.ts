/** fcntlmodule.c: fcntl_fcntl_impl, fcntl_ioctl_impl: on every descriptor that is the host's. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import { type Pointer, type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import type { HostStream } from '../../kernel/descriptors/host-stream.ts';
import { createDescriptorControl, type DescriptorControl } from '../../kernel/descriptors/ioctl.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createArguments } from './argument.ts';

const { EINTR } = constants;

type Arguments = ReturnType<typeof createArguments>;

export function fcntlFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const { module } = capi;
  const vectorcall = rawFunction(module, 'PyObject_Vectorcall');
  const asFileDescriptor = rawFunction(module, 'PyObject_AsFileDescriptor');
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  let made: { argument: Arguments; control: DescriptorControl } | undefined;
  const parts = () => {
    made ??= { argument: createArguments(bridge), control: createDescriptorControl(capi.emscripten, descriptors) };
    return made;
  };

  /** Repeats a call that a signal interrupted, when its handlers have run (PEP 475). */
  function uninterrupted(call: () => number): number {
    for (;;) {
      const result = call();
      if (result !== -EINTR) return result;
      if (bridge.checkSignals() < 0) throw RAISED;
    }
  }

  const known = <T>(value: T | null): T => {
    if (value === null) throw RAISED;
    return value;
  };
  const numbered = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.PyLong_FromLong(result));
  const returned = (result: number | Uint8Array): PyObject =>
    typeof result === 'number' ? numbered(result) : capi.bytesOf(result);

  function fcntl(stream: HostStream, command: number, o: PyObject): PyObject {
    const { argument, control } = parts();
    if (!capi.audit('fcntl.fcntl', 'iiO', stream.fd as number, command, o || capi.Py_None)) return 0;
    if (argument.isNumber(o)) {
      const value = o === 0 ? 0 : capi.PyLong_AsUnsignedLongMask(o) | 0;
      if (value === -1 && capi.PyErr_Occurred() !== 0) return 0;
      return numbered(uninterrupted(() => control.fcntlNumber(stream, command, value)));
    }
    argument.checkBuffer('fcntl', o);
    const call = (copy: Uint8Array) => uninterrupted(() => control.fcntlBytes(stream, command, copy));
    return returned(argument.withCopy('fcntl', o, call));
  }

  function ioctl(stream: HostStream, request: number, o: PyObject, isMutable: boolean): PyObject {
    const { argument, control } = parts();
    if (!capi.audit('fcntl.ioctl', 'ikO', stream.fd as number, request, o || capi.Py_None)) return 0;
    if (argument.isNumber(o)) {
      const value = o === 0 ? 0 : known(parsers.asInt(o));
      return numbered(uninterrupted(() => control.ioctlNumber(stream, request, value)));
    }
    argument.checkBuffer('ioctl', o);
    const call = (copy: Uint8Array) => uninterrupted(() => control.ioctlBytes(stream, request, copy));
    const result = isMutable ? argument.withWritable(o, call) : undefined;
    return result === undefined ? returned(argument.withCopy('ioctl', o, call)) : numbered(result);
  }

  /** A request is an unsigned long, of which 32 bits count. */
  function requestOf(o: PyObject, name: string): number {
    if (!capi.PyLong_Check(o) && capi.PyIndex_Check(o) === 0) {
      const given = o === capi.Py_None ? 'None' : capi.tp_name(capi.Py_TYPE(o));
      capi.raise('TypeError', `${name}() argument 2 must be int, not ${given}`);
      throw RAISED;
    }
    const value = capi.PyLong_AsUnsignedLongMask(o);
    if (value === -1 && capi.PyErr_Occurred() !== 0) throw RAISED;
    return value >>> 0;
  }

  /** For a file of the guest's own memory, and what is not open, there is the function that was there. */
  function onDescriptor(
    name: string,
    most: number,
    doc: string,
    call: (stream: HostStream, at: (index: number) => PyObject) => PyObject,
  ): MethodDef {
    const fallback = memberOf(capi, 'fcntl', name);
    return fastCall(
      name,
      (_module, args: Pointer, count) => {
        if (checkPositional(capi.memory.literal(name), count, 2, most) === 0) return 0;
        const fd = asFileDescriptor(capi.memory.uint32(args));
        if (fd < 0) return 0;
        const stream = descriptors.find(fd);
        if (stream !== undefined)
          return call(stream, (index) => (index < count ? capi.memory.uint32(args + index * 4) : 0));
        return vectorcall(fallback, args, count, 0);
      },
      doc,
    );
  }

  return [
    onDescriptor(
      'fcntl',
      3,
      'fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation cmd on a descriptor. arg is an int, or bytes that hold a structure,\nwhich are then returned as the operation has left them.',
      (stream, at) => fcntl(stream, known(parsers.PyLong_AsInt(at(1))), at(2)),
    ),
    onDescriptor(
      'ioctl',
      4,
      'ioctl($module, fd, request, arg=0, mutate_flag=True, /)\n--\n\nPerform the operation request on a descriptor. arg is an int or holds a structure: bytes are\nreturned as the operation has left them, and a writable buffer is changed in place unless\nmutate_flag is false.',
      (stream, at) => {
        const request = requestOf(at(1), 'ioctl');
        const flag = at(3) === 0 ? 1 : capi.PyObject_IsTrue(at(3));
        return flag < 0 ? 0 : ioctl(stream, request, at(2), flag !== 0);
      },
    ),
  ];
}
