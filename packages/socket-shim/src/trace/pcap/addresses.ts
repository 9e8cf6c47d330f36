/** Addresses as a packet has them. */
import { AF_INET, AF_INET6 } from '@pysock/host/constants';
import { inet_pton } from '@pysock/host/sys';

/** Four bytes or sixteen, and a port. */
export interface Address {
  readonly host: Uint8Array;
  readonly port: number;
}

export const IPV4_LENGTH = 4;
const IPV6_LENGTH = 16;
/** `::ffff:0:0/96`: IPv4 on a socket for both. */
const MAPPED = 12;

const text = (host: string): Uint8Array => new TextEncoder().encode(`${host}\0`);

function withoutMapping(host: Uint8Array): Uint8Array {
  const isMapped = host.subarray(0, 10).every((byte) => byte === 0) && host[10] === 0xff && host[11] === 0xff;
  return isMapped ? host.subarray(MAPPED) : host;
}

/** `127.0.0.1:80` or `[fe80::1%2]:80`, as traces write it; undefined for anything else. */
export function addressOf(written: string): Address | undefined {
  const parts = /^(?:\[([^\]%]+)(?:%[^\]]*)?\]|([\d.]+)):(\d+)$/.exec(written);
  if (parts === null) return undefined;
  const [, six, four = '', port = ''] = parts;
  const host = new Uint8Array(six === undefined ? IPV4_LENGTH : IPV6_LENGTH);
  if (inet_pton(six === undefined ? AF_INET : AF_INET6, text(six ?? four), host) !== 1) return undefined;
  return { host: withoutMapping(host), port: Number(port) };
}

/** Whether it is the address of no host in particular, which a socket has that takes what comes for any. */
export function isAny({ host }: Address): boolean {
  return host.every((byte) => byte === 0);
}
