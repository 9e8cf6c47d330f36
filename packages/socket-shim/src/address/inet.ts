/** AF_INET: (host, port). AF_RDS has the same. Encoded and decoded for every datagram, so without needless objects. */
import { AF_INET } from '@pysock/host/constants';
import { sockaddr_in } from '@pysock/host/layouts';
import { OverflowError } from '../base/errors.ts';
import { checkLength, intArgument, tupleArgument } from './arguments.ts';
import { type Codec, unknownFamily } from './codec.ts';
import { hostArgument, parseDottedQuad, type Resolve } from './host.ts';

const { sizeof, sin_port, sin_addr } = sockaddr_in;

/** socketmodule.c: getsockaddrarg, AF_INET */
export function encodeInet(address: unknown, caller: string, resolve: Resolve): Uint8Array {
  const items = tupleArgument(address, 'AF_INET', `${caller}()`);
  checkLength(items, 2, 2, 'AF_INET address must be a pair (host, port)');
  const [host] = items;
  const numeric = typeof host === 'string' ? parseDottedQuad(host) : -1;
  const name = numeric < 0 ? hostArgument(host) : '';
  const port = portArgument(items[1], caller);
  const bytes = new Uint8Array(sizeof);
  if (numeric < 0) {
    bytes.set(resolve(name, AF_INET).subarray(sin_addr, sin_addr + 4), sin_addr);
  } else {
    bytes[sin_addr] = numeric >>> 24;
    bytes[sin_addr + 1] = numeric >>> 16;
    bytes[sin_addr + 2] = numeric >>> 8;
    bytes[sin_addr + 3] = numeric;
  }
  checkPort(port, caller);
  bytes[0] = AF_INET;
  bytes[sin_port] = port >>> 8;
  bytes[sin_port + 1] = port;
  return bytes;
}

/** The address that was decoded last, and its text: datagrams come in runs. */
let decoded = 0;
let decodedText = '0.0.0.0';

/** socketmodule.c: makesockaddr, AF_INET */
export function decodeInet(b: Uint8Array): [host: string, port: number] {
  const [first, second] = [b[sin_addr] as number, b[sin_addr + 1] as number];
  const [third, fourth] = [b[sin_addr + 2] as number, b[sin_addr + 3] as number];
  const address = (first << 24) | (second << 16) | (third << 8) | fourth;
  if (address !== decoded) {
    decoded = address;
    decodedText = `${first}.${second}.${third}.${fourth}`;
  }
  return [decodedText, ((b[sin_port] as number) << 8) | (b[sin_port + 1] as number)];
}

/** Whether the port is one is asked only after the host was resolved; whether it is an int, before. */
export function portArgument(value: unknown, caller: string): number {
  if (typeof value === 'number' && (value & 0xffff) === value) return value;
  try {
    return intArgument(value);
  } catch (error) {
    if (error instanceof OverflowError) throw badPort(caller);
    throw error;
  }
}

export function checkPort(port: number, caller: string): void {
  if (port < 0 || port > 0xffff) throw badPort(caller);
}

function badPort(caller: string): OverflowError {
  return new OverflowError(`${caller}(): port must be 0-65535.`);
}

export const inet: Codec = {
  size: () => sizeof,
  encode: (address, _proto, caller, resolve) => encodeInet(address, caller, resolve),
  decode: decodeInet,
};

/** An RDS socket has the address of AF_INET. */
export const rds: Codec = { ...inet, decode: unknownFamily };
