/** socketmodule.c: setblocking, getblocking, settimeout, gettimeout, and the default for new sockets. */
import {
  defaultTimeout,
  internal_setblocking,
  setDefaultTimeout,
  sock_settimeout,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef, MethodDef } from '../../capi/methodobject.ts';
import type { Sockets } from './sockets.ts';

const NS_PER_SECOND = 1e9;

export function timeoutMethods(bridge: Bridge, sockets: Sockets) {
  const { capi, errors } = bridge;

  const done = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.none());

  /** The guest has the words of a system whose time_t has 32 bits. */
  function outOfRange(): null {
    if (capi.PyErr_ExceptionMatches(capi.PyExc('OverflowError')) !== 0) {
      capi.PyErr_Clear();
      capi.raise('OverflowError', 'timestamp out of range for C PyTime_t');
    }
    return null;
  }

  /** socketmodule.c: socket_parse_timeout. Nanoseconds; null with an exception set. */
  function parseTimeout(o: PyObject): number | null {
    if (o === capi.Py_None) return -1;
    const nanoseconds = capi.nanosecondsOf(o);
    if (nanoseconds === null) return outOfRange();
    if (nanoseconds >= 0) return nanoseconds;
    capi.raise('ValueError', 'Timeout value out of range');
    return null;
  }

  const seconds = (timeout: number): PyObject =>
    timeout < 0 ? capi.none() : capi.PyFloat_FromDouble(timeout / NS_PER_SECOND);

  const gettimeout = (self: PyObject): PyObject => seconds(sockets.of(self).sock_timeout);

  const methods: MethodDef[] = [
    oneArg(
      'setblocking',
      (self, flag) => {
        const block = capi.PyObject_IsTrue(flag as number);
        if (block < 0) return 0;
        const s = sockets.of(self as number);
        s.sock_timeout = block === 1 ? -1 : 0;
        sockets.publishTimeout(self as number);
        return done(internal_setblocking(s, block === 1));
      },
      'setblocking($self, object, /)\n--\n\nsetblocking(flag)\n\nsetblocking(True) is settimeout(None), setblocking(False) is settimeout(0.0).',
    ),
    noArgs(
      'getblocking',
      (self) => capi.PyBool_FromLong(sockets.of(self as number).sock_timeout !== 0),
      'getblocking($self, /)\n--\n\ngetblocking()\n\nFalse in non-blocking mode, True with or without a timeout.',
    ),
    oneArg(
      'settimeout',
      (self, value) => {
        const timeout = parseTimeout(value as number);
        if (timeout === null) return 0;
        const result = sock_settimeout(sockets.of(self as number), timeout);
        sockets.publishTimeout(self as number);
        return done(result);
      },
      'settimeout($self, object, /)\n--\n\nsettimeout(timeout)\n\nHow many seconds an operation may take: None for no end, 0 for not waiting at all.',
    ),
    noArgs(
      'gettimeout',
      gettimeout,
      'gettimeout($self, /)\n--\n\ngettimeout() -> timeout\n\nThe timeout in seconds, None for none.',
    ),
  ];

  const getset: GetSetDef[] = [{ name: 'timeout', get: gettimeout, doc: 'the socket timeout' }];

  const functions: MethodDef[] = [
    noArgs(
      'getdefaulttimeout',
      () => seconds(defaultTimeout()),
      'getdefaulttimeout($self, /)\n--\n\ngetdefaulttimeout() -> timeout\n\nThe timeout of new sockets in seconds, None for none.',
    ),
    oneArg(
      'setdefaulttimeout',
      (_module, value) => {
        const timeout = parseTimeout(value as number);
        if (timeout === null) return 0;
        setDefaultTimeout(timeout);
        return capi.none();
      },
      'setdefaulttimeout($self, object, /)\n--\n\nsetdefaulttimeout(timeout)\n\nThe timeout of new sockets in seconds, None for none.',
    ),
  ];

  return { methods, getset, functions };
}
