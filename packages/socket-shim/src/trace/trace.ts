/** Tracing: each system call on a socket, told to a listener when it has returned. */

import { readlinkSync } from 'node:fs';
import { type Attempt, currentAttempt, watch } from '@pysock/host/call';
import { EAGAIN, EINTR, MSG_DONTWAIT } from '@pysock/host/constants';
import { errnoName } from '@pysock/host/sys';
import { DESCRIPTIONS } from './describe.ts';
import type { Described, NumberOf } from './described.ts';
import { type Endpoints, endpointsOf } from './endpoints.ts';
import { type TraceFilter, traceFilter } from './filter.ts';
import { type NamedCall, namedCall } from './raw-calls.ts';
import { willWait } from './waiting.ts';

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
  /** The path of a file that is no socket. */
  readonly path?: string;
  /** What the arguments say besides: `AF_INET SOCK_STREAM`, `backlog 5`, `SOL_SOCKET SO_REUSEADDR 1`. */
  readonly detail?: string;
  /** How many bytes were sent or received. */
  readonly bytes?: number;
  /** The first of them, as Python writes bytes; `...` follows where there are more. */
  readonly data?: string;
  /** All of them, where {@link TraceOptions.payload} asks for that; they are copied. */
  readonly payload?: Uint8Array;
  /** The descriptors that it has made. */
  readonly made?: readonly number[];
  /** What it returned: -1 when it failed. */
  readonly result: number;
  /** `ECONNREFUSED`, when it failed. */
  readonly error?: string;
}

/** A call that has begun and waits. The {@link SystemCall} follows when it has returned. */
export type WaitingCall = Pick<SystemCall, 'time' | 'pid' | 'call' | 'fd' | 'protocol' | 'local' | 'peer' | 'path'> &
  Pick<SystemCall, 'detail'> & { readonly waiting: true };

/** What {@link trace} tells, and how it names things. */
export interface TraceOptions {
  /**
   * The number under which a program knows a descriptor of the host; undefined for one that is not the program's. `place`: the
   * call has just made it, as its first (0) or second (1).
   */
  readonly numberOf?: NumberOf;
  /** Which calls are told: see {@link traceFilter}. Default: those on sockets. */
  readonly filter?: TraceFilter;
  /** Called when a call begins to wait. */
  readonly waits?: (call: WaitingCall) => void;
  /** Whether calls have all bytes that went: `payload`. */
  readonly payload?: boolean;
}

/** Calls that are made on files of any kind. */
const ON_ANY_FILE: ReadonlySet<string> = new Set([
  ...['read', 'write', 'readv', 'writev', 'pread', 'pwrite', 'sendfile', 'close', 'lseek', 'fsync', 'fdatasync'],
  ...['ftruncate', 'fchmod', 'fchown', 'futimens', 'fchdir', 'dup3'],
]);
/** Their first argument is a socket. */
const ON_SOCKETS: ReadonlySet<string> = new Set([
  ...['bind', 'listen', 'accept4', 'connect', 'send', 'recv', 'sendto', 'recvfrom', 'sendmsg', 'recvmsg'],
  ...['shutdown', 'getsockopt', 'setsockopt'],
]);
/** They cannot be told not to wait. */
const UNTRIED: ReadonlySet<string> = new Set(['accept4', 'connect']);
const READY: ReadonlySet<string> = new Set(['poll', 'select', 'epoll_wait']);
const LAST_STANDARD_STREAM = 2;

/** A call that is to be told. */
interface Noted extends NamedCall {
  readonly start: number;
  /** What is behind the descriptor, asked before a call that may close it. */
  readonly file: { readonly endpoints?: Endpoints; readonly path?: string } | undefined;
}

function now(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}

/** To microseconds: the clock knows no more. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** The call behind an entry of a table: some have its number, and that of another thread its result. */
function calledBy(key: string, args: readonly unknown[]): NamedCall | undefined {
  if (key === 'syscall' || key === 'begun') return namedCall(args as readonly number[]);
  return key === 'returned' ? namedCall(args.slice(1) as readonly number[]) : { name: key, args };
}

function pathOf(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

/** A call on behalf of a wait, without what makes it return at once: the program did not ask for that. */
function asAsked({ name, args, ...rest }: NamedCall): NamedCall {
  const without = (place: number, changed: (value: number) => number): NamedCall => ({
    ...{ name, ...rest },
    args: args.map((value, at) => (at === place ? changed(value as number) : value)),
  });
  if (READY.has(name)) return without(name === 'poll' ? 2 : 3, (timeout) => timeout || -1);
  if (!/^(send|recv)/.test(name) || name === 'sendfile') return { name, args, ...rest };
  return without(name.endsWith('msg') ? 2 : 3, (flags) => flags & ~MSG_DONTWAIT);
}

class Tracer {
  private readonly listener: (call: SystemCall) => void;
  private readonly options: TraceOptions;
  private readonly filter: TraceFilter;
  private readonly numberOf: NumberOf;

  constructor(listener: (call: SystemCall) => void, options: TraceOptions) {
    this.listener = listener;
    this.options = options;
    this.filter = options.filter ?? traceFilter();
    this.numberOf = options.numberOf ?? ((fd) => fd);
  }

  before(key: string, given: readonly unknown[]): Noted | undefined {
    const attempt = currentAttempt();
    const made = calledBy(key, given);
    if (made === undefined) return undefined;
    const called = attempt === undefined ? made : asAsked(made);
    const { name, args } = called;
    const { onSockets, onOthers } = this.filter;
    const shown = name === 'accept4' ? 'accept' : name;
    if (!onSockets.has(shown)) return undefined;
    const fd = args[0] as number;
    let file: Noted['file'];
    if (ON_ANY_FILE.has(name)) {
      if (fd <= LAST_STANDARD_STREAM && !onOthers.has(name)) return undefined;
      const endpoints = endpointsOf(fd);
      if (endpoints === undefined && !onOthers.has(name)) return undefined;
      const path = endpoints === undefined ? pathOf(fd) : undefined;
      file = endpoints === undefined ? { ...(path === undefined ? {} : { path }) } : { endpoints };
    }
    const noted = { ...called, start: now(), file };
    const isHere = key !== 'begun' && key !== 'returned';
    if (this.options.waits !== undefined && isHere && attempt === undefined && !called.isProbe && willWait(name, args))
      this.tellWaiting(noted);
    return noted;
  }

  after(key: string, result: number, noted: Noted): void {
    const attempt = currentAttempt();
    const { name, isProbe = false } = noted;
    const isOfProbe = attempt === undefined ? isProbe : attempt.isProbe === true;
    if (isOfProbe && result < 0 && result !== -EINTR) return;
    const isNothing = result === -EAGAIN || (READY.has(name) && result === 0 && attempt?.began === undefined);
    // What another thread is to make is tried here first where that can be done.
    if (key === 'begun' && UNTRIED.has(name) && !willWait(name, noted.args)) return;
    if (key === 'begun' || (attempt !== undefined && key !== 'returned' && isNothing)) {
      this.found(attempt, noted);
      return;
    }
    const event = this.eventOf(noted, result, attempt?.began ?? noted.start);
    if (attempt !== undefined) delete attempt.began;
    if (event !== undefined) this.listener(event);
  }

  /** A call on behalf of a wait has to wait: that is told once. */
  private found(attempt: Attempt | undefined, noted: Noted): void {
    if (attempt?.began !== undefined) return;
    if (attempt !== undefined) attempt.began = noted.start;
    this.tellWaiting(noted);
  }

  private tellWaiting(noted: Noted): void {
    const event = this.eventOf(noted, -EAGAIN, noted.start);
    if (event === undefined) return;
    const { duration, result, error, ...rest } = event;
    this.options.waits?.({ ...rest, waiting: true });
  }

  private eventOf(noted: Noted, result: number, start: number): SystemCall | undefined {
    const { name, args, file } = noted;
    const { numberOf } = this;
    const described = (DESCRIPTIONS[name] as (typeof DESCRIPTIONS)[string])(args, result, numberOf);
    if (described.isForeign) return undefined;
    const host = args[0] as number;
    const hasNumber = ON_SOCKETS.has(name) || ON_ANY_FILE.has(name) || name.startsWith('epoll_');
    const fd = hasNumber ? numberOf(host) : undefined;
    // Not the program's: this package's own.
    if (hasNumber && fd === undefined) return undefined;
    const endpoints = ON_SOCKETS.has(name) ? endpointsOf(described.made?.[0] ?? host) : file?.endpoints;
    const event = this.systemCall(noted, result, start, described, endpoints, fd);
    return this.isWanted(event, described) ? event : undefined;
  }

  private isWanted({ fd, made = [] }: SystemCall, { fds = [] }: Described): boolean {
    const wanted = this.filter.fds;
    if (wanted === undefined) return true;
    return [...(fd === undefined ? [] : [fd]), ...made, ...fds].some((number) => wanted.has(number));
  }

  private systemCall(
    { name, file }: Noted,
    result: number,
    start: number,
    described: Described,
    endpoints: Endpoints | undefined,
    fd: number | undefined,
  ): SystemCall {
    const { detail, bytes, data, made } = described;
    const peer = described.peer ?? endpoints?.peer ?? '';
    const numbers = made?.map((host, place) => this.numberOf(host, place) ?? host);
    const payload = this.options.payload ? described.payload?.() : undefined;
    return {
      time: rounded(start),
      duration: rounded(now() - start),
      pid: process.pid,
      call: name === 'accept4' ? 'accept' : name,
      ...(fd === undefined ? {} : { fd }),
      ...(endpoints === undefined ? {} : { protocol: endpoints.protocol }),
      ...(endpoints === undefined || endpoints.local === '' ? {} : { local: endpoints.local }),
      ...(peer === '' ? {} : { peer }),
      ...(file?.path === undefined ? {} : { path: file.path }),
      ...(detail === undefined || detail === '' ? {} : { detail }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(data === undefined ? {} : { data }),
      ...(payload === undefined ? {} : { payload: payload.slice() }),
      ...(numbers === undefined ? {} : { made: numbers }),
      result: result < 0 ? -1 : (numbers?.[0] ?? result),
      ...(result < 0 ? { error: errnoName(-result) ?? String(-result) } : {}),
    };
  }
}

/**
 * Calls `listener` after each system call that this package makes on a socket, also those that fail; reads and writes of the
 * standard streams are none. Returns the function that ends it. The sockets that the listener uses are not traced.
 */
export function trace(listener: (call: SystemCall) => void, options: TraceOptions = {}): () => void {
  const tracer = new Tracer(listener, options);
  return watch(new Set([...Object.keys(DESCRIPTIONS), 'syscall', 'begun', 'returned']), {
    before: (name, args) => tracer.before(name, args),
    after(name, _args, result, noted) {
      if (noted !== undefined) tracer.after(name, result, noted as Noted);
    },
  });
}
