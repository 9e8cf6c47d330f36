/** Tracing: each system call on a socket, told to a listener when it has returned. */

import { watch } from '@pysock/host/call';
import { errnoName } from '@pysock/host/sys';
import { DESCRIPTIONS, type Described, type NumberOf } from './describe.ts';
import { type Endpoints, endpointsOf } from './endpoints.ts';

/** A system call on a socket. */
export interface SystemCall {
  /** When it was made, in seconds since 1970. */
  readonly time: number;
  /** How many seconds it took. */
  readonly duration: number;
  readonly pid: number;
  /** `send`, `accept`, `epoll_wait`, ... */
  readonly call: string;
  /** The descriptor; absent where there is none yet (socket), or several (select). */
  readonly fd?: number;
  /** `tcp`, `udp`, `unix stream`, ... */
  readonly protocol?: string;
  /** The socket's own address: `127.0.0.1:5000`, `[::1]:80`, a path. */
  readonly local?: string;
  /** The address that it talks to. */
  readonly peer?: string;
  /** What the arguments say besides: `AF_INET SOCK_STREAM`, `backlog 5`, `SOL_SOCKET SO_REUSEADDR 1`. */
  readonly detail?: string;
  /** How many bytes were sent or received. */
  readonly bytes?: number;
  /** The first of them, as Python writes bytes; `...` follows where there are more. */
  readonly data?: string;
  /** The descriptors that it has made. */
  readonly made?: readonly number[];
  /** What it returned: -1 when it failed. */
  readonly result: number;
  /** `ECONNREFUSED`, when it failed. */
  readonly error?: string;
}

/** How {@link trace} names things. */
export interface TraceOptions {
  /**
   * The number under which a program knows a descriptor of the host; undefined for one that is not the program's. `place`: the
   * call has just made it, as its first (0) or second (1).
   */
  readonly numberOf?: NumberOf;
}

/** Calls that are made on files of any kind: only those on sockets are told. */
const ON_ANY_FILE: ReadonlySet<string> = new Set(['read', 'write', 'readv', 'writev', 'sendfile', 'close']);
/** Their first argument is no socket. */
const ON_NO_SOCKET: ReadonlySet<string> = new Set([
  'socket',
  'socketpair',
  'poll',
  'select',
  'epoll_ctl',
  'epoll_wait',
]);
const LAST_STANDARD_STREAM = 2;

interface Noted {
  readonly start: number;
  readonly closing: Endpoints | undefined;
}

function now(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}

/** To microseconds: the clock knows no more. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function eventOf(
  name: string,
  args: readonly unknown[],
  result: number,
  noted: Noted & { readonly end: number },
  numberOf: NumberOf,
) {
  const described = (DESCRIPTIONS[name] as (typeof DESCRIPTIONS)[string])(args, result, numberOf);
  if (described.isForeign) return undefined;
  const host = args[0] as number;
  if (name.startsWith('epoll_') && numberOf(host) === undefined) return undefined;
  const isOnSocket = !ON_NO_SOCKET.has(name);
  const endpoints = isOnSocket ? (noted.closing ?? endpointsOf(described.made?.[0] ?? host)) : undefined;
  const fd = isOnSocket || name.startsWith('epoll_') ? numberOf(host) : undefined;
  return systemCall(name, result, noted, described, endpoints, fd, numberOf);
}

function systemCall(
  name: string,
  result: number,
  { start, end }: Noted & { readonly end: number },
  described: Described,
  endpoints: Endpoints | undefined,
  fd: number | undefined,
  numberOf: NumberOf,
): SystemCall {
  const { detail, bytes, data, made } = described;
  const peer = described.peer ?? endpoints?.peer ?? '';
  const numbers = made?.map((host, place) => numberOf(host, place) ?? host);
  return {
    time: rounded(start),
    duration: rounded(end - start),
    pid: process.pid,
    call: name === 'accept4' ? 'accept' : name,
    ...(fd === undefined ? {} : { fd }),
    ...(endpoints === undefined ? {} : { protocol: endpoints.protocol }),
    ...(endpoints === undefined || endpoints.local === '' ? {} : { local: endpoints.local }),
    ...(peer === '' ? {} : { peer }),
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(data === undefined ? {} : { data }),
    ...(numbers === undefined ? {} : { made: numbers }),
    result: result < 0 ? -1 : (numbers?.[0] ?? result),
    ...(result < 0 ? { error: errnoName(-result) ?? String(-result) } : {}),
  };
}

/**
 * Calls `listener` after each system call that this package makes on a socket, also those that fail; reads and writes of the
 * standard streams are none. Answers the function that ends it. The sockets that the listener uses are not traced.
 */
export function trace(listener: (call: SystemCall) => void, options: TraceOptions = {}): () => void {
  const { numberOf = (fd) => fd } = options;
  return watch(new Set(Object.keys(DESCRIPTIONS)), {
    before(name, args): Noted | undefined {
      const fd = args[0] as number;
      if (!ON_ANY_FILE.has(name)) return { start: now(), closing: undefined };
      if (fd <= LAST_STANDARD_STREAM) return undefined;
      const closing = endpointsOf(fd);
      return closing && { start: now(), closing };
    },
    after(name, args, result, noted) {
      if (noted === undefined) return;
      const call = eventOf(name, args, result, { ...(noted as Noted), end: now() }, numberOf);
      if (call !== undefined) listener(call);
    },
  });
}
