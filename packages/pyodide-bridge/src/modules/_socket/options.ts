/** socketmodule.c: getsockopt, setsockopt. */
import { constants } from '@pysock/host';
import { isDescriptorOption, takesDescriptorOption } from '@pysock/host/constants';
import {
  getsockopt_bytes,
  getsockopt_int,
  getsockopt_long,
  intOption,
  longOption,
  MAX_OPTION_SIZE,
  setsockopt_bytes,
  setsockopt_int,
  setsockopt_long,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { GUEST_TIMEVAL, guestTimeval, HOST_TIMEVAL, hostTimeval, isTimeval } from '../../identity/timeval.ts';
import { hostOption } from './option-addresses.ts';
import type { Sockets } from './sockets.ts';

const { AF_VSOCK, SO_ERROR, SOL_SOCKET } = constants;

export function optionMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, descriptors, errno, errors, isLinux, parsers } = bridge;
  const parseGet = parsers.positional('ii|i:getsockopt');
  const parseInteger = parsers.positional('iii:setsockopt');
  const parseThree = parsers.positional('iiO:setsockopt');
  const parseLong = parsers.positional('iiK:setsockopt');
  const parseNone = parsers.positional('iiOI:setsockopt');
  const parseBuffer = parsers.positional('iiy*:setsockopt');

  const done = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.none());

  function sock_setsockopt(self: PyObject, args: number, count: number): PyObject {
    const s = sockets.of(self);
    if (s.sock_family === AF_VSOCK) {
      const given = parseThree(args, count) as [number, number, PyObject] | null;
      if (given === null) return 0;
      const [level, option, value] = given;
      // getargs.c: convertsimple, format 'K'. Its words are not yet there in the interpreter that the guest is.
      if (!capi.PyIndex_Check(value)) {
        const type = value === capi.Py_None ? 'None' : capi.tp_name(capi.Py_TYPE(value));
        return capi.raise('TypeError', `setsockopt() argument 3 must be int, not ${type}`);
      }
      const parsed = parseLong(args, count) as [number, number, bigint] | null;
      return parsed === null ? 0 : done(setsockopt_long(s, level, option, parsed[2]));
    }
    const ints = parseInteger(args, count) as [number, number, number] | null;
    if (ints !== null) {
      const [level, option, given] = ints;
      const value = takesDescriptorOption(level, option) ? descriptors.host(given) : given;
      return done(setsockopt_int(s, level, option, value));
    }
    capi.PyErr_Clear();
    const none = parseNone(args, count) as [number, number, PyObject, number] | null;
    if (none !== null && none[2] === capi.Py_None) return done(setsockopt_bytes(s, none[0], none[1], null, none[3]));
    capi.PyErr_Clear();
    const parsed = parseBuffer(args, count) as [number, number, BorrowedBuffer] | null;
    if (parsed === null) return 0;
    const [level, option, buffer] = parsed;
    const given = capi.memory.copyOut(buffer.pointer, buffer.length);
    capi.release(buffer);
    if (!isLinux && given.length === GUEST_TIMEVAL && isTimeval(level, option)) {
      return done(setsockopt_bytes(s, level, option, hostTimeval(given), HOST_TIMEVAL));
    }
    const value = hostOption(bridge, level, option, given);
    if (typeof value === 'number') return errors.setResult(value);
    return done(setsockopt_bytes(s, level, option, value, value.length));
  }

  function sock_getsockopt(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseGet(args, count);
    if (parsed === null) return 0;
    const [level, option, size = 0] = parsed as [number, number, number?];
    const s = sockets.of(self);
    if (size === 0) {
      const wide = s.sock_family === AF_VSOCK;
      const result = (wide ? getsockopt_long : getsockopt_int)(s, level, option);
      if (result < 0) return errors.setResult(result);
      if (wide) return capi.PyLong_FromUnsignedLongLong(longOption());
      const value = intOption();
      if (isDescriptorOption(level, option)) return capi.PyLong_FromLong(descriptors.open(value));
      // A number that programs make an OSError of, or compare with those of the module errno.
      const isError = level === SOL_SOCKET && option === SO_ERROR && value !== 0;
      return capi.fromNumber(isError ? errno.shown(value) : value);
    }
    if (s.sock_family === AF_VSOCK) return capi.raise('OSError', 'getsockopt string buffer not allowed');
    if (size < 0 || size > MAX_OPTION_SIZE) return capi.raise('OSError', 'getsockopt buflen out of range');
    const isGuests = !isLinux && size === GUEST_TIMEVAL && isTimeval(level, option);
    const value = new Uint8Array(isGuests ? HOST_TIMEVAL : size);
    const length = getsockopt_bytes(s, level, option, value);
    if (length < 0) return errors.setResult(length);
    if (length === 4 && isDescriptorOption(level, option)) {
      const view = new DataView(value.buffer);
      view.setInt32(0, descriptors.open(view.getInt32(0, true)), true);
    }
    return capi.bytesOf(isGuests ? guestTimeval(value) : value.subarray(0, length));
  }

  return [
    fastCall(
      'getsockopt',
      sock_getsockopt,
      'getsockopt(level, option[, buffersize]) -> value\n\nRead a socket option: an integer, or bytes when a buffersize is given.',
    ),
    fastCall(
      'setsockopt',
      sock_setsockopt,
      'setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, option, None, optlen: int)\n\nSet a socket option to an integer, to bytes, or to no value of a given length.',
    ),
  ];
}
