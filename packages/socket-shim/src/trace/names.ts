/** The names of constants, as a reader of C or Python knows them. */
import { constants, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, SOL_SOCKET, selectConstants } from '@pysock/host/constants';
import { addressFamilyName, msgFlagNames, socketKindName } from '../stdlib/enums.ts';

const SOCKET_KIND = 0xf;

/** Options of AF_VSOCK, whose numbers other options have too. */
const OTHERS = /^SO_VM_/;

/** The levels whose options have names of their own, and how these begin. */
const LEVELS: readonly (readonly [level: number, name: string, prefix: string])[] = [
  [SOL_SOCKET, 'SOL_SOCKET', 'SO_'],
  [IPPROTO_IP, 'IPPROTO_IP', 'IP_'],
  [IPPROTO_TCP, 'IPPROTO_TCP', 'TCP_'],
  [IPPROTO_IPV6, 'IPPROTO_IPV6', 'IPV6_'],
];

function nameOf(prefix: string, value: number): string {
  const found = Object.entries(constants).find(
    ([name, number]) => number === value && name.startsWith(prefix) && !OTHERS.test(name),
  );
  return found?.[0] ?? String(value);
}

export function socketKind(domain: number, type: number, protocol: number): string {
  const family = addressFamilyName(domain) ?? String(domain);
  const kind = socketKindName(type & SOCKET_KIND) ?? String(type & SOCKET_KIND);
  return `${family} ${kind}${protocol === 0 ? '' : ` ${nameOf('IPPROTO_', protocol)}`}`;
}

export function optionName(level: number, option: number): string {
  const known = LEVELS.find(([number]) => number === level);
  return known ? `${known[1]} ${nameOf(known[2], option)}` : `${nameOf('SOL_', level)} ${option}`;
}

export function shutdownName(how: number): string {
  return nameOf('SHUT_', how);
}

/** MSG_NOSIGNAL and the like; empty for none. */
export function messageFlags(flags: number): string {
  return msgFlagNames(flags).join(' | ');
}

/** The names of the bits of a poll() or an epoll; empty for none. */
export function eventNames(prefix: 'POLL' | 'EPOLL', bits: number): string {
  const names = ['IN', 'PRI', 'OUT', 'ERR', 'HUP', 'RDHUP'].map((name) => `${prefix}${name}`);
  return names.filter((name) => ((selectConstants[name] ?? 0) & bits) !== 0).join(' | ');
}
