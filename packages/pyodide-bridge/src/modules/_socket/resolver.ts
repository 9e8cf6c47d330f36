/** socketmodule.c: names and addresses of hosts: getaddrinfo, getnameinfo, gethostbyname. */
import * as shim from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, fastCallKeywords } from '../../capi/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Converter } from '../../convert/values.ts';
import { databaseFunctions } from './database.ts';
import type { Lookups } from './lookups.ts';

/** The longest label that a host name can have. Longer ones, and empty ones, are the codec's to refuse. */
const LABEL = /^[^.]{1,63}(\.[^.]{1,63})*\.?$/;

export function resolverFunctions(bridge: Bridge, convert: Converter, lookups: Lookups): MethodDef[] {
  const { capi, parsers } = bridge;
  const { fromPython, toPython } = convert;
  const hostFrom = hostConverter(bridge, convert);
  const parseGetaddrinfo = parsers.fastKeywords('OO|iiii:getaddrinfo', [
    'host',
    'port',
    'family',
    'type',
    'proto',
    'flags',
  ]);
  const parseGetnameinfo = parsers.positional('Oi:getnameinfo');

  function socket_getaddrinfo(_module: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseGetaddrinfo(args, count, names);
    if (parsed === null) return 0;
    const [hobj, pobj, family = 0, type = 0, proto = 0, flags = 0] = parsed as number[];
    const host = hostFrom(hobj as PyObject);
    const port = fromPython(pobj as PyObject) as string | number | null;
    if (!capi.audit('socket.getaddrinfo', 'OOiii', hobj as PyObject, pobj as PyObject, family, type, proto)) return 0;
    const query = shim.addressQuery(host, port, family, type, proto, flags);
    return lookups.ask(query, (found) => capi.listOf(shim.addressEntries(query, found).map(toPython)));
  }

  function socket_getnameinfo(_module: PyObject, args: number, count: number): PyObject {
    const parsed = parseGetnameinfo(args, count);
    if (parsed === null) return 0;
    const [sa, flags] = parsed as [PyObject, number];
    if (!capi.PyTuple_Check(sa)) return capi.raise('TypeError', 'getnameinfo() argument 1 must be a tuple');
    const sockaddr = fromPython(sa) as unknown[];
    if (!capi.audit('socket.getnameinfo', '(O)', sa)) return 0;
    return toPython(shim.getnameinfo(sockaddr, flags));
  }

  return [
    fastCallKeywords(
      'getaddrinfo',
      socket_getaddrinfo,
      'getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nEvery way to reach a service on a host.',
      { waits: true },
    ),
    fastCall(
      'getnameinfo',
      socket_getnameinfo,
      'getnameinfo(sockaddr, flags) --> (host, port)\n\nThe names of the host and the port of an address.',
    ),
    ...hostFunctions(bridge, convert, lookups),
    ...databaseFunctions(bridge, convert),
  ];
}

/** gethostbyname, gethostbyname_ex, gethostbyaddr */
function hostFunctions(bridge: Bridge, { toPython }: Converter, lookups: Lookups): MethodDef[] {
  const { capi, parsers } = bridge;

  /** A function of one host name in whatever encoding. The audit event's argument is the tuple of arguments, as CPython's. */
  function ofHost(name: string, event: string, answer: (host: Uint8Array) => PyObject): MethodDef['call'] {
    const parse = parsers.positional(`et:${name}`);
    return (_module, args, count) => {
      const parsed = parse(args as number, count as number);
      if (parsed === null) return 0;
      const host = capi.memory.uint32(args as number);
      if (!capi.audit(event, '(O)', host)) return 0;
      return answer(parsed[0] as Uint8Array);
    };
  }

  function gethostbyname(host: Uint8Array): PyObject {
    const make = (resolve: shim.Resolve) => shim.resolvedHost(host, resolve);
    return lookups.resolving(make, (address) => capi.strOf(address));
  }

  const entry = ([hostname, aliases, addresses]: [string, string[], string[]]): PyObject =>
    capi.tupleOf(toPython(hostname), capi.listOf(aliases.map(toPython)), capi.listOf(addresses.map(toPython)));

  return [
    fastCall(
      'gethostbyname',
      ofHost('gethostbyname', 'socket.gethostbyname', gethostbyname),
      'gethostbyname(host) -> address\n\nThe IPv4 address of a host, as text.',
      { waits: true },
    ),
    fastCall(
      'gethostbyname_ex',
      ofHost('gethostbyname_ex', 'socket.gethostbyname', (host) => entry(shim.gethostbyname_ex(host))),
      'gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nThe true name of a host, its aliases and its IPv4 addresses.',
    ),
    fastCall(
      'gethostbyaddr',
      ofHost('gethostbyaddr', 'socket.gethostbyaddr', (host) => entry(shim.gethostbyaddr(host))),
      'gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nThe true name of a host, its aliases and its addresses, by name or address.',
    ),
  ];
}

function hostConverter({ capi }: Bridge, { fromPython, isAscii }: Converter) {
  /** A host as getaddrinfo() takes it: a str by Python's own idna codec, unless it is plainly ASCII. */
  function hostFrom(o: PyObject): string | Uint8Array | null {
    if (!capi.PyUnicode_Check(o)) return fromPython(o) as Uint8Array | null;
    const text = capi.stringFrom(o);
    if (text === null) capi.PyErr_Clear();
    else if (isAscii(text) && (text === '' || LABEL.test(text))) return text;
    const encoded = capi.PyUnicode_AsEncodedString(o, capi.memory.literal('idna'), 0);
    if (encoded === 0) throw RAISED;
    const bytes = capi.bytesFrom(encoded);
    capi.Py_DecRef(encoded);
    if (bytes === null) throw RAISED;
    return bytes;
  }

  return hostFrom;
}
