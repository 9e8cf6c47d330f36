/** fcntlmodule.c: fcntl_fcntl_impl, fcntl_ioctl_impl: on every descriptor that is the host's. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { HostStream } from '../../kernel/descriptors/host-stream.ts';
import { createDescriptorControl, type DescriptorControl } from '../../kernel/descriptors/ioctl.ts';
import { type Arguments, createArguments } from './argument.ts';
import type { Common } from './common.ts';

const { F_OFD_SETLKW, F_SETLKW, SYS_fcntl } = constants;

const isWaiting = (command: number): boolean => command === F_SETLKW || command === F_OFD_SETLKW;

export function requestFunctions(bridge: Bridge, common: Common): MethodDef[] {
  const { capi, descriptors, parsers } = bridge;
  const { atOnce, known, waiting } = common;
  let made: { argument: Arguments; control: DescriptorControl } | undefined;
  const parts = () => {
    made ??= { argument: createArguments(bridge), control: createDescriptorControl(capi.emscripten, descriptors) };
    return made;
  };

  function fcntl(stream: HostStream, command: number, o: PyObject): PyObject {
    const { argument, control } = parts();
    if (!capi.audit('fcntl.fcntl', 'iiO', stream.fd as number, command, o || capi.Py_None)) return 0;
    if (argument.isNumber(o)) {
      const value = o === 0 ? 0 : capi.PyLong_AsUnsignedLongMask(o) | 0;
      if (value === -1 && capi.PyErr_Occurred() !== 0) return 0;
      return atOnce(() => control.fcntlNumber(stream, command, value));
    }
    argument.checkBuffer('fcntl', o);
    const { copy, length } = argument.copyOf('fcntl', o);
    const then = () => capi.bytesOf(argument.bytesBefore(copy, length));
    if (isWaiting(command)) return waiting(SYS_fcntl, [stream.nfd, command, copy], then);
    return atOnce(() => control.fcntlBytes(stream, command, copy), then);
  }

  function ioctl(stream: HostStream, request: number, o: PyObject, isMutable: boolean): PyObject {
    const { argument, control } = parts();
    if (!capi.audit('fcntl.ioctl', 'ikO', stream.fd as number, request, o || capi.Py_None)) return 0;
    if (argument.isNumber(o)) {
      const value = o === 0 ? 0 : known(parsers.asInt(o));
      return atOnce(() => control.ioctlNumber(stream, request, value));
    }
    argument.checkBuffer('ioctl', o);
    const writable = isMutable ? argument.writableOf(o) : null;
    if (writable === null) {
      const { copy, length } = argument.copyOf('ioctl', o);
      const call = () => control.ioctlBytes(stream, request, copy);
      return atOnce(call, () => capi.bytesOf(argument.bytesBefore(copy, length)));
    }
    const { copy, buffer } = writable;
    try {
      return atOnce(
        () => control.ioctlBytes(stream, request, copy),
        (result) => {
          capi.memory.copyIn(buffer.pointer, copy.subarray(0, buffer.length));
          argument.bytesBefore(copy, buffer.length);
          return capi.PyLong_FromLong(result);
        },
      );
    } finally {
      capi.release(buffer);
    }
  }

  /** A request is an unsigned long, of which 32 bits count. */
  function requestOf(o: PyObject): number {
    if (!capi.PyLong_Check(o) && capi.PyIndex_Check(o) === 0) {
      const given = capi.givenName(o);
      capi.raise('TypeError', `ioctl() argument 2 must be int, not ${given}`);
      throw RAISED;
    }
    const value = capi.PyLong_AsUnsignedLongMask(o);
    if (value === -1 && capi.PyErr_Occurred() !== 0) throw RAISED;
    return value >>> 0;
  }

  return [
    common.onDescriptor(
      'fcntl',
      [2, 3],
      'fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation cmd on a descriptor. arg is an int, or bytes that hold a structure,\nwhich are then returned as the operation has left them.',
      (stream, at) => fcntl(stream, known(parsers.PyLong_AsInt(at(1))), at(2)),
    ),
    common.onDescriptor(
      'ioctl',
      [2, 4],
      'ioctl($module, fd, request, arg=0, mutate_flag=True, /)\n--\n\nPerform the operation request on a descriptor. arg is an int or holds a structure: bytes are\nreturned as the operation has left them, and a writable buffer is changed in place unless\nmutate_flag is false.',
      (stream, at) => {
        const request = requestOf(at(1));
        const flag = at(3) === 0 ? 1 : capi.PyObject_IsTrue(at(3));
        return flag < 0 ? 0 : ioctl(stream, request, at(2), flag !== 0);
      },
    ),
  ];
}
