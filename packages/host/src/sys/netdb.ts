/**
 * <netdb.h>: the host, service and protocol databases. What C allocates is copied out and freed before a function
 * returns. A `Name` ends with NUL.
 */

import { errno, lazy, stringAt, viewOf } from '../call/libc.ts';
import { bytesAt, pointerAt, pointersAt } from '../call/memory.ts';
import { NI_MAXHOST, NI_MAXSERV } from '../constants/index.ts';
import { addrinfo, hostent, protoent, servent, sockaddr_storage } from '../layouts/index.ts';

export type Name = Uint8Array;

const c = {
  getaddrinfo: lazy('int getaddrinfo(void *, void *, void *, void *)'),
  freeaddrinfo: lazy<(list: number) => void>('void freeaddrinfo(uintptr_t)'),
  getnameinfo: lazy('int getnameinfo(void *, unsigned int, void *, unsigned int, void *, unsigned int, int)'),
  gethostbyname_r: lazy('int gethostbyname_r(void *, void *, void *, size_t, void *, void *)'),
  gethostbyaddr_r: lazy('int gethostbyaddr_r(void *, unsigned int, int, void *, void *, size_t, void *, void *)'),
  getservbyname: lazy('uintptr_t getservbyname(void *, void *)'),
  getservbyport: lazy('uintptr_t getservbyport(int, void *)'),
  getprotobyname: lazy('uintptr_t getprotobyname(void *)'),
  memcpy: lazy('void *memcpy(void *, uintptr_t, size_t)'),
};

/** The text of an `EAI_*` code. */
export const gai_strerror = lazy<(error: number) => string>('const char *gai_strerror(int)');
/** The text of an `h_errno` code. */
export const hstrerror = lazy<(error: number) => string>('const char *hstrerror(int)');

export interface AddrInfo {
  readonly family: number;
  readonly socktype: number;
  readonly protocol: number;
  readonly address: Uint8Array;
  readonly canonname: string | null;
}

/** `error` is an `EAI_*` code, 0 for success; `errno` counts when it is EAI_SYSTEM. */
export interface Lookup {
  readonly error: number;
  readonly errno: number;
  readonly found: readonly AddrInfo[];
}

export interface Hints {
  readonly flags?: number;
  readonly family?: number;
  readonly socktype?: number;
  readonly protocol?: number;
}

/** Memory of one call: no call of these functions is nested, and V8 moves new memory about before C may have it. */
const hintsBuffer = new Uint8Array(addrinfo.sizeof);
const hintsView = new DataView(hintsBuffer.buffer);
const nodeBuffer = new Uint8Array(NI_MAXHOST);
const serviceBuffer = new Uint8Array(NI_MAXSERV);
const list = new Uint32Array(2);
const entryBuffer = new Uint8Array(addrinfo.sizeof);
const entryView = new DataView(entryBuffer.buffer);
const addressBuffer = new Uint8Array(sockaddr_storage.sizeof);

/** A name in a buffer that is there already, where it fits. */
function placed(name: Name | null, buffer: Uint8Array): Name | null {
  if (name === null || name.length > buffer.length) return name;
  buffer.set(name);
  return buffer;
}

/** The pointer in a field of the entry that was read last. */
function entryPointer(field: number): number {
  return entryView.getUint32(field, true) + entryView.getUint32(field + 4, true) * 2 ** 32;
}

/** A null `node` or `service` is NULL. */
export function getaddrinfo(node: Name | null, service: Name | null, hints: Hints): Lookup {
  writeHints(hintsView, hints);
  const error = c.getaddrinfo(placed(node, nodeBuffer), placed(service, serviceBuffer), hintsBuffer, list);
  if (error !== 0) return { error, errno: errno(), found: [] };
  return takeList((list[0] as number) + (list[1] as number) * 2 ** 32);
}

export function writeHints(view: DataView, hints: Hints): void {
  view.setInt32(addrinfo.ai_flags, hints.flags ?? 0, true);
  view.setInt32(addrinfo.ai_family, hints.family ?? 0, true);
  view.setInt32(addrinfo.ai_socktype, hints.socktype ?? 0, true);
  view.setInt32(addrinfo.ai_protocol, hints.protocol ?? 0, true);
}

/** A successful look-up's answers, copied out of C's list, which is freed. */
export function takeList(first: number): Lookup {
  const found: AddrInfo[] = [];
  for (let at = first; at !== 0; at = entryPointer(addrinfo.ai_next)) {
    c.memcpy(entryBuffer, at, addrinfo.sizeof);
    const size = Math.min(entryView.getUint32(addrinfo.ai_addrlen, true), addressBuffer.length);
    c.memcpy(addressBuffer, entryPointer(addrinfo.ai_addr), size);
    const canonname = entryPointer(addrinfo.ai_canonname);
    found.push({
      family: entryView.getInt32(addrinfo.ai_family, true),
      socktype: entryView.getInt32(addrinfo.ai_socktype, true),
      protocol: entryView.getInt32(addrinfo.ai_protocol, true),
      address: addressBuffer.slice(0, size),
      canonname: canonname === 0 ? null : stringAt(canonname),
    });
  }
  c.freeaddrinfo(first);
  return { error: 0, errno: 0, found };
}

/** Writes both names, NUL-terminated. An `EAI_*` code and the errno that counts when it is EAI_SYSTEM. */
export function getnameinfo(
  address: Uint8Array,
  host: Uint8Array,
  service: Uint8Array,
  flags: number,
): { readonly error: number; readonly errno: number } {
  const error = c.getnameinfo(address, address.length, host, host.length, service, service.length, flags);
  return { error, errno: errno() };
}

export interface Host {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly addrtype: number;
  readonly addresses: readonly Uint8Array[];
}

/** Kept, because the strings of a `struct hostent` lie in it: as large as socketmodule.c's. */
const hostBuffer = new Uint8Array(16384);
const hostEntry = new Uint8Array(hostent.sizeof);
const hostResult = new BigUint64Array(1);
const hostError = new Int32Array(1);

/** The host, or an `h_errno` code when there is none. */
export function gethostbyname_r(name: Name): Host | number {
  hostResult[0] = 0n;
  c.gethostbyname_r(name, hostEntry, hostBuffer, hostBuffer.length - 1, hostResult, hostError);
  return hostAt(Number(hostResult[0]));
}

/** The host, or an `h_errno` code when there is none. */
export function gethostbyaddr_r(address: Uint8Array, family: number): Host | number {
  hostResult[0] = 0n;
  const size = hostBuffer.length - 1;
  c.gethostbyaddr_r(address, address.length, family, hostEntry, hostBuffer, size, hostResult, hostError);
  return hostAt(Number(hostResult[0]));
}

function hostAt(address: number): Host | number {
  if (address === 0) return hostError[0] as number;
  const entry = new DataView(viewOf(address, hostent.sizeof).buffer);
  const pointer = (offset: number) => Number(entry.getBigUint64(offset, true));
  const length = entry.getInt32(hostent.h_length, true);
  return {
    name: stringAt(pointer(hostent.h_name)) ?? '',
    aliases: pointersAt(pointer(hostent.h_aliases)).map((at) => stringAt(at) ?? ''),
    addrtype: entry.getInt32(hostent.h_addrtype, true),
    addresses: pointersAt(pointer(hostent.h_addr_list)).map((at) => viewOf(at, length).slice()),
  };
}

/** The port in host byte order, or -1. A null protocol is any. */
export function getservbyname(name: Name, protocol: Name | null): number {
  const entry = c.getservbyname(name, protocol);
  if (entry === 0) return -1;
  return new DataView(viewOf(entry, servent.sizeof).buffer).getUint16(servent.s_port, false);
}

/** `port` in host byte order. The service's name, or null. */
export function getservbyport(port: number, protocol: Name | null): Uint8Array | null {
  const entry = c.getservbyport(((port & 0xff) << 8) | (port >> 8), protocol);
  return entry === 0 ? null : bytesAt(pointerAt(entry + servent.s_name));
}

/** The protocol's number, or -1. */
export function getprotobyname(name: Name): number {
  const entry = c.getprotobyname(name);
  if (entry === 0) return -1;
  return new DataView(viewOf(entry, protoent.sizeof).buffer).getInt32(protoent.p_proto, true);
}
