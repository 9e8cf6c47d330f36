/** socketmodule.c: socket_close, socket_dup: functions on descriptors. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { closeSocket } from './closing.ts';

const { ECONNRESET, F_DUPFD_CLOEXEC } = constants;

export function descriptorFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers, finishCall: finish } = bridge;

  function socket_close(_module: PyObject, fdobj: PyObject): PyObject {
    const fd = parsers.PyLong_AsSocket_t(fdobj);
    if (fd === null) return 0;
    return finish(closeSocket(bridge, fd), (closed) =>
      closed < 0 && closed !== -ECONNRESET ? errors.setResult(closed) : capi.none(),
    );
  }

  function socket_dup(_module: PyObject, fdobj: PyObject): PyObject {
    const fd = parsers.PyLong_AsSocket_t(fdobj);
    if (fd === null) return 0;
    const copy = sys.fcntl(descriptors.host(fd), F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? errors.setResult(copy) : capi.PyLong_FromLong(descriptors.open(copy));
  }

  return [
    oneArg(
      'close',
      socket_close,
      'close($self, object, /)\n--\n\nclose(integer) -> None\n\nClose the descriptor of a socket. os.close() does the same here.',
      { waits: true },
    ),
    oneArg(
      'dup',
      socket_dup,
      'dup($self, object, /)\n--\n\ndup(integer) -> integer\n\nA new, non-inheritable descriptor of the same socket.',
    ),
  ];
}
