/** socketmodule.c: byte order, addresses as text and as bytes, network interfaces. */
import * as shim from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Converter } from '../../convert/values.ts';

export function inetFunctions(bridge: Bridge, convert: Converter): MethodDef[] {
  const { capi, parsers } = bridge;
  const { fromPython, toPython } = convert;
  const parsePton = parsers.positional('is:inet_pton');
  const parseNtop = parsers.positional('iy*:inet_ntop');
  const parsePacked = parsers.positional('y*:inet_ntoa');

  /** A function of one value that the shim checks and answers. */
  const ofOne =
    (answer: (value: never) => unknown): MethodDef['call'] =>
    (_module: PyObject, o: PyObject) =>
      toPython(answer(fromPython(o) as never));

  /** The bytes of a buffer, copied: the shim keeps no guest memory. */
  function taken(buffer: BorrowedBuffer): Uint8Array {
    const bytes = capi.memory.copyOut(buffer.pointer, buffer.length);
    capi.release(buffer);
    return bytes;
  }

  function socket_inet_pton(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parsePton(args, count) as [number, string] | null;
    return parsed === null ? 0 : capi.bytesOf(shim.inet_pton(...parsed));
  }

  function socket_inet_ntop(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parseNtop(args, count) as [number, BorrowedBuffer] | null;
    return parsed === null ? 0 : capi.strOf(shim.inet_ntop(parsed[0], taken(parsed[1])));
  }

  /** The parser that is generated for one argument does not say which it is. */
  function socket_inet_aton(_module: PyObject, o: PyObject): PyObject {
    if (!capi.PyUnicode_Check(o)) {
      const given = capi.givenName(o);
      return capi.raise('TypeError', `inet_aton() argument must be str, not ${given}`);
    }
    return toPython(shim.inet_aton(fromPython(o) as string));
  }

  function socket_inet_ntoa(_module: PyObject, o: PyObject): PyObject {
    return capi.memory.onStack(4, (slot) => {
      capi.memory.setInt32(slot, o);
      const parsed = parsePacked(slot, 1) as [BorrowedBuffer] | null;
      return parsed === null ? 0 : capi.strOf(shim.inet_ntoa(taken(parsed[0])));
    });
  }

  const order = (name: 'htons' | 'htonl' | 'ntohs' | 'ntohl', bits: number, from: string, to: string): MethodDef =>
    oneArg(
      name,
      ofOne(shim[name] as (value: never) => number),
      `${name}($module, integer, /)\n--\n\nConvert a ${bits}-bit unsigned integer from ${from} to ${to} byte order.`,
    );

  return [
    order('htons', 16, 'host', 'network'),
    order('htonl', 32, 'host', 'network'),
    order('ntohs', 16, 'network', 'host'),
    order('ntohl', 32, 'network', 'host'),
    oneArg(
      'inet_aton',
      socket_inet_aton,
      'inet_aton($module, ip_addr, /)\n--\n\nThe four bytes of an IPv4 address in text, in any form that the C library takes.',
    ),
    oneArg(
      'inet_ntoa',
      socket_inet_ntoa,
      'inet_ntoa($module, packed_ip, /)\n--\n\nAn IPv4 address in text, from its four bytes.',
    ),
    fastCall(
      'inet_pton',
      socket_inet_pton,
      'inet_pton(af, ip) -> packed IP address string\n\nThe bytes of an address in text.',
    ),
    fastCall(
      'inet_ntop',
      socket_inet_ntop,
      'inet_ntop(af, packed_ip) -> string formatted IP address\n\nAn address in text, from its bytes.',
    ),
    ...interfaceFunctions(bridge, convert),
  ];
}

function interfaceFunctions({ capi }: Bridge, { fromPython, toPython }: Converter): MethodDef[] {
  function socket_if_nametoindex(_module: PyObject, o: PyObject): PyObject {
    const name = capi.PyUnicode_FSConverter(o);
    if (name === 0) return 0;
    try {
      return toPython(shim.if_nametoindex(fromPython(name) as Uint8Array));
    } finally {
      capi.Py_DecRef(name);
    }
  }

  return [
    noArgs(
      'if_nameindex',
      () => capi.listOf(shim.if_nameindex().map(toPython)),
      'if_nameindex($self, /)\n--\n\nif_nameindex()\n\nA list of the numbers and names of the network interfaces.',
    ),
    oneArg(
      'if_nametoindex',
      socket_if_nametoindex,
      'if_nametoindex($module, oname, /)\n--\n\nThe number of a network interface, by its name.',
    ),
    oneArg(
      'if_indextoname',
      (_module, o) => toPython(shim.if_indextoname(fromPython(o) as number)),
      'if_indextoname($module, if_index, /)\n--\n\nThe name of a network interface, by its number.',
    ),
  ];
}
