/** AF_INET6: (host, port, flowinfo, scope_id). */
import { AF_INET6, INET6_ADDRSTRLEN } from '@pysock/host/constants';
import { sockaddr_in6 } from '@pysock/host/layouts';
import { inet_ntop, inet_pton } from '@pysock/host/sys';
import { OverflowError } from '../base/errors.ts';
import { checkLength, maskedArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { hostArgument, type Resolve } from './host.ts';
import { checkPort, portArgument } from './inet.ts';

const { sizeof, sin6_port, sin6_flowinfo, sin6_addr, sin6_scope_id } = sockaddr_in6;

const COLON = ':';
const text = Buffer.alloc(INET6_ADDRSTRLEN);
const binary = new Uint8Array(16);

/** socketmodule.c: getsockaddrarg, AF_INET6 */
function encodeInet6(address: unknown, caller: string, resolve: Resolve): Uint8Array {
  const items = tupleArgument(address, 'AF_INET6', `${caller}()`);
  checkLength(items, 2, 4, 'AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])');
  const host = hostArgument(items[0]);
  const port = portArgument(items[1], caller);
  const flowinfo = items.length > 2 ? maskedArgument(items[2], 32) : 0;
  const scope_id = items.length > 3 ? maskedArgument(items[3], 32) : 0;
  const bytes = new Uint8Array(sizeof);
  const resolved = parseNumeric(host) ?? resolve(host, AF_INET6).subarray(sin6_addr, sin6_addr + 16);
  bytes.set(resolved, sin6_addr);
  checkPort(port, caller);
  if (flowinfo > 0xfffff) throw new OverflowError(`${caller}(): flowinfo must be 0-1048575.`);
  bytes[0] = AF_INET6;
  bytes[sin6_port] = port >>> 8;
  bytes[sin6_port + 1] = port;
  const view = new DataView(bytes.buffer);
  view.setUint32(sin6_flowinfo, flowinfo);
  // sic: a zone in the host ("fe80::1%eth0") is overwritten by the tuple's scope id, which is 0 unless given.
  view.setUint32(sin6_scope_id, scope_id, true);
  return bytes;
}

/** The host whose address `binary` has: datagrams come in runs, and asking libc takes ten times as long as comparing. */
let parsed = '';

/** inet_pton(AF_INET6). The answer holds until the next call. */
function parseNumeric(host: string | Uint8Array): Uint8Array | undefined {
  if (typeof host !== 'string' || host.length >= text.length || !host.includes(COLON)) return undefined;
  if (host === parsed) return binary;
  parsed = '';
  text[text.write(host, 'latin1')] = 0;
  if (inet_pton(AF_INET6, text, binary) <= 0) return undefined;
  parsed = host;
  return binary;
}

/** The address that was written last, and its text. */
const written = new BigUint64Array(2);
let writtenText = '::';

/** inet_ntop(AF_INET6) */
function textOf(bytes: Uint8Array, view: DataView): string {
  const [high, low] = [view.getBigUint64(sin6_addr), view.getBigUint64(sin6_addr + 8)];
  if (high === written[0] && low === written[1]) return writtenText;
  inet_ntop(AF_INET6, bytes.subarray(sin6_addr, sin6_addr + 16), text);
  written[0] = high;
  written[1] = low;
  writtenText = text.toString('latin1', 0, text.indexOf(0));
  return writtenText;
}

/** socketmodule.c: makesockaddr, AF_INET6 */
function decodeInet6(bytes: Uint8Array): [host: string, port: number, flowinfo: number, scope_id: number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, sizeof);
  const host = textOf(bytes, view);
  return [host, view.getUint16(sin6_port), view.getUint32(sin6_flowinfo), view.getUint32(sin6_scope_id, true)];
}

export const inet6: Codec = {
  size: () => sizeof,
  encode: (address, _proto, caller, resolve) => encodeInet6(address, caller, resolve),
  decode: decodeInet6,
};
