/** socketmodule.c: accept, bind, connect, connect_ex, getpeername, getsockname, listen, shutdown. */
import { constants } from '@pysock/host';
import {
  DEFAULT_BACKLOG,
  INTERRUPTED,
  internal_connect,
  nameOf,
  peerOfAccept,
  type Resolve,
  sock_accept,
  sock_bind,
  sock_getpeername,
  sock_getsockname,
  sock_listen,
  sock_shutdown,
  TIMED_OUT,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Lookups } from './lookups.ts';
import type { Sockets } from './sockets.ts';

export function connectMethods(bridge: Bridge, sockets: Sockets, lookups: Lookups): MethodDef[] {
  const { capi, descriptors, errno, errors, parsers, finish } = bridge;
  const { toPython } = sockets.convert;
  const parseListen = parsers.positional('|i:listen');

  const done = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.none());

  function accept(self: PyObject): PyObject {
    const s = sockets.of(self);
    return finish(sock_accept(s), (fd) => {
      if (fd < 0) return errors.setResult(fd);
      const peer = peerOfAccept(s);
      return capi.pairOf(capi.fromNumber(descriptors.open(fd)), toPython(peer));
    });
  }

  function bind(self: PyObject, addro: PyObject): PyObject {
    const s = sockets.of(self);
    const address = sockets.address(s, addro, 'bind');
    if (!capi.audit('socket.bind', 'OO', self, addro)) return 0;
    return done(sock_bind(s, address));
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

  function naming(ask: typeof sock_getsockname) {
    return (self: PyObject): PyObject => {
      const s = sockets.of(self);
      const result = ask(s);
      return result < 0 ? errors.setResult(result) : toPython(nameOf(s));
    };
  }

  function listen(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseListen(args, count);
    if (parsed === null) return 0;
    const [backlog = DEFAULT_BACKLOG] = parsed as [number?];
    return done(sock_listen(sockets.of(self), backlog));
  }

  function shutdown(self: PyObject, how: PyObject): PyObject {
    const value = parsers.PyLong_AsInt(how);
    return value === null ? 0 : done(sock_shutdown(sockets.of(self), value));
  }

  return [
    noArgs(
      '_accept',
      accept,
      '_accept($self, /)\n--\n\n_accept() -> (integer, address info)\n\nWait for a connection. Returns its new descriptor and the address of its peer.',
      { waits: true },
    ),
    oneArg('bind', bind, 'bind($self, object, /)\n--\n\nbind(address)\n\nGive the socket a local address.'),
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
    noArgs(
      'getpeername',
      naming(sock_getpeername),
      'getpeername($self, /)\n--\n\ngetpeername() -> address info\n\nThe address of the remote end.',
    ),
    noArgs(
      'getsockname',
      naming(sock_getsockname),
      'getsockname($self, /)\n--\n\ngetsockname() -> address info\n\nThe address of the local end.',
    ),
    fastCall(
      'listen',
      listen,
      'listen([backlog])\n\nLet the socket accept connections. backlog is how many may wait to be accepted.',
    ),
    oneArg(
      'shutdown',
      shutdown,
      'shutdown($self, object, /)\n--\n\nshutdown(flag)\n\nShut down the reading side (SHUT_RD), the writing side (SHUT_WR) or both (SHUT_RDWR).',
    ),
  ];
}
