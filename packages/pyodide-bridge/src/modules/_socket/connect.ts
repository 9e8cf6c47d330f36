/** socketmodule.c: accept, connect, connect_ex; and with those of endpoints.ts, all of a connection's life. */
import { constants } from '@pysock/host';
import {
  INTERRUPTED,
  internal_connect,
  peerOfAccept,
  type Resolve,
  sock_accept,
  TIMED_OUT,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { endpointMethods } from './endpoints.ts';
import type { Lookups } from './lookups.ts';
import type { Sockets } from './sockets.ts';

export function connectMethods(bridge: Bridge, sockets: Sockets, lookups: Lookups): MethodDef[] {
  const { capi, descriptors, errno, errors, finishCall: finish } = bridge;
  const { toPython } = sockets.convert;

  const done = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.none());

  function accept(self: PyObject): PyObject {
    const s = sockets.of(self);
    return finish(sock_accept(s), (fd) => {
      if (fd < 0) return errors.setResult(fd);
      const peer = peerOfAccept(s);
      return capi.pairOf(capi.fromNumber(descriptors.open(fd)), toPython(peer));
    });
  }

  function connecting(caller: string, then: (result: number) => PyObject) {
    return (self: PyObject, addro: PyObject): PyObject => {
      const make = (resolve: Resolve) => sockets.address(sockets.of(self), addro, caller, resolve);
      return lookups.resolving(make, (address) => {
        if (!capi.audit('socket.connect', 'OO', self, addro)) return 0;
        return finish(internal_connect(sockets.of(self), address), then);
      });
    };
  }

  /** connect_ex() answers the guest's errno, a timeout being EWOULDBLOCK. */
  function errorNumber(result: number): PyObject {
    if (result === INTERRUPTED) return 0;
    const host = result === TIMED_OUT ? constants.EWOULDBLOCK : -result;
    return capi.PyLong_FromLong(result >= 0 ? 0 : errno.shown(host));
  }

  return [
    noArgs(
      '_accept',
      accept,
      '_accept($self, /)\n--\n\n_accept() -> (integer, address info)\n\nWait for a connection. Returns its new descriptor and the address of its peer.',
      { waits: true },
    ),
    oneArg(
      'connect',
      connecting('connect', done),
      'connect($self, object, /)\n--\n\nconnect(address)\n\nConnect the socket to a remote address.',
      { waits: true },
    ),
    oneArg(
      'connect_ex',
      connecting('connect_ex', errorNumber),
      'connect_ex($self, object, /)\n--\n\nconnect_ex(address) -> errno\n\nLike connect(), but returns the error number where that raises OSError; 0 is success.',
      { waits: true },
    ),
    ...endpointMethods(bridge, sockets),
  ];
}
