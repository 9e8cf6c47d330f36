/** socketmodule.c: the databases of services and protocols, and the name of this host. */
import * as shim from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Converter } from '../../convert/values.ts';

export function databaseFunctions(bridge: Bridge, { fromPython }: Converter): MethodDef[] {
  const { capi, parsers } = bridge;
  const { literal } = capi.memory;
  const parseSethostname = parsers.positional('O:sethostname');
  const parseGetservbyname = parsers.positional('s|s:getservbyname');
  const parseGetservbyport = parsers.positional('i|s:getservbyport');
  const parseGetprotobyname = parsers.positional('s:getprotobyname');
  const text = (value: string | undefined): number => (value === undefined ? 0 : literal(value));

  function socket_getservbyname(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parseGetservbyname(args, count);
    if (parsed === null) return 0;
    const [name, proto] = parsed as [string, string?];
    if (!capi.audit('socket.getservbyname', 'ss', text(name), text(proto))) return 0;
    return capi.PyLong_FromLong(shim.getservbyname(name, proto));
  }

  function socket_getservbyport(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parseGetservbyport(args, count);
    if (parsed === null) return 0;
    const [port, proto] = parsed as [number, string?];
    if (port < 0 || port > 0xffff) return capi.raise('OverflowError', 'getservbyport: port must be 0-65535.');
    if (!capi.audit('socket.getservbyport', 'is', port, text(proto))) return 0;
    return capi.strOf(shim.getservbyport(port, proto));
  }

  function socket_getprotobyname(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parseGetprotobyname(args, count);
    return parsed === null ? 0 : capi.PyLong_FromLong(shim.getprotobyname(parsed[0] as string));
  }

  function socket_sethostname(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parseSethostname(args, count);
    if (parsed === null) return 0;
    const o = parsed[0] as PyObject;
    const name = capi.PyBytes_Check(o) ? capi.newRef(o) : capi.PyUnicode_FSConverter(o);
    if (name === 0) return 0;
    try {
      const value = fromPython(name);
      if (!capi.audit('socket.sethostname', '(O)', name)) return 0;
      shim.sethostname(value as Uint8Array);
    } finally {
      capi.Py_DecRef(name);
    }
    return capi.none();
  }

  return [
    noArgs(
      'gethostname',
      () => (capi.audit('socket.gethostname', '') ? capi.strOf(shim.gethostname()) : 0),
      'gethostname($self, /)\n--\n\ngethostname() -> string\n\nThe name of this host.',
    ),
    fastCall('sethostname', socket_sethostname, 'sethostname(name)\n\nName this host.'),
    fastCall(
      'getservbyname',
      socket_getservbyname,
      "getservbyname(servicename[, protocolname]) -> integer\n\nThe port of a service. The protocol is 'tcp' or 'udp', any when left out.",
    ),
    fastCall(
      'getservbyport',
      socket_getservbyport,
      "getservbyport(port[, protocolname]) -> string\n\nThe service at a port. The protocol is 'tcp' or 'udp', any when left out.",
    ),
    fastCall('getprotobyname', socket_getprotobyname, 'getprotobyname(name) -> integer\n\nThe number of a protocol.'),
  ];
}
