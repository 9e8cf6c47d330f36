/** socketmodule.c: bind, getpeername, getsockname, listen, shutdown. */
import {
  DEFAULT_BACKLOG,
  nameOf,
  sock_bind,
  sock_getpeername,
  sock_getsockname,
  sock_listen,
  sock_shutdown,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Sockets } from './sockets.ts';

export function endpointMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, errors, parsers } = bridge;
  const { toPython } = sockets.convert;
  const parseListen = parsers.positional('|i:listen');

  const done = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.none());

  function bind(self: PyObject, addro: PyObject): PyObject {
    const s = sockets.of(self);
    const address = sockets.address(s, addro, 'bind');
    if (!capi.audit('socket.bind', 'OO', self, addro)) return 0;
    return done(sock_bind(s, address));
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
    oneArg('bind', bind, 'bind($self, object, /)\n--\n\nbind(address)\n\nGive the socket a local address.'),
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
