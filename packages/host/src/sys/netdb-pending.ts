/**
 * getaddrinfo_a: a look-up in a thread of the C library's own, whose end is seen on a descriptor. glibc has it, musl has not.
 *
 * When the look-up is over glibc calls `close` in a new thread, with the end of a pipe: the other end is then readable. Where that
 * thread cannot be made (a limit of tasks), glibc says nothing: who waits has to look now and then, by `isOver`.
 */
import koffi from '../call/koffi.ts';
import { lazy, viewOf } from '../call/libc.ts';
import { pointerAt } from '../call/memory.ts';
import { EAI_INPROGRESS, EAI_SYSTEM, GAI_NOWAIT, O_CLOEXEC, SIGEV_THREAD } from '../constants/index.ts';
import { addrinfo, gaicb, sigevent } from '../layouts/index.ts';
import { getaddrinfo, type Hints, type Lookup, type Name, takeList, writeHints } from './netdb.ts';
import { pollOne } from './poll.ts';
import { close, pipe2 } from './unistd.ts';

const c = {
  getaddrinfo_a: lazy('int getaddrinfo_a(int, uintptr_t, int, uintptr_t)'),
  gai_error: lazy<(request: number) => number>('int gai_error(uintptr_t)'),
  calloc: lazy<(count: number, size: number) => number>('uintptr_t calloc(size_t, size_t)'),
  free: lazy<(block: number) => void>('void free(uintptr_t)'),
};

const POINTER = 8;

/** How long glibc's thread may take to close the pipe's end after the look-up, in milliseconds. */
const GRACE = 500;

/** A look-up that goes on by itself. */
export interface PendingLookup {
  /** Readable when the look-up is over. Whoever waits for it stops before `take` or `abandon`, which close it. */
  readonly fd: number;
  isOver(): boolean;
  /** What was found, once it is over. */
  take(): Lookup;
  /** Nobody wants to know any more. What it takes is freed when it is over. */
  abandon(): void;
}

/** How often it is looked whether look-ups are over that nobody wants to know of, in milliseconds, where JavaScript's loop runs. */
const SWEEP = 1000;

/** Look-ups that nobody wants to know of and that were not over when last seen. */
let abandoned: Pending[] = [];
let sweep: NodeJS.Timeout | undefined;

function freeAbandoned(): void {
  const over = new Set(abandoned.filter((one) => one.isOver()));
  for (const one of over) one.free();
  abandoned = abandoned.filter((one) => !over.has(one));
  if (abandoned.length > 0) return;
  clearInterval(sweep);
  sweep = undefined;
}

function freeLater(pending: Pending): void {
  abandoned.push(pending);
  sweep ??= setInterval(freeAbandoned, SWEEP).unref();
}

/** Addresses in the C library, once it is known whether it has the functions. */
let symbols: { readonly close: bigint } | null | undefined;

function findSymbols(): typeof symbols {
  const library = koffi.load(null);
  try {
    library.symbol('getaddrinfo_a');
    return { close: library.symbol('close') as bigint };
  } catch {
    return null;
  }
}

/** Begins a look-up; undefined where it cannot go on by itself. */
export function startGetaddrinfo(node: Name | null, service: Name | null, hints: Hints): PendingLookup | undefined {
  symbols ??= findSymbols();
  if (symbols === null || symbols === undefined) return undefined;
  freeAbandoned();
  return Pending.start(node, service, hints, symbols.close);
}

class Pending implements PendingLookup {
  readonly fd: number;
  readonly #block: number;
  readonly #request: number;
  readonly #writing: number;
  readonly #retry: () => Lookup;
  /** When the look-up was first seen to be over, while the pipe's end was not closed. */
  #overSince: number | undefined;

  private constructor([fd, writing]: readonly [number, number], block: number, retry: () => Lookup) {
    this.fd = fd;
    this.#writing = writing;
    this.#block = block;
    this.#request = block + POINTER;
    this.#retry = retry;
  }

  /** One block of C's memory: the list of one request, the request, what happens at its end, and what it asks. */
  static start(node: Name | null, service: Name | null, hints: Hints, closing: bigint): Pending | undefined {
    const pipe = new Int32Array(2);
    if (pipe2(pipe, O_CLOEXEC) < 0) return undefined;
    const [reading = -1, writing = -1] = pipe;
    const place = { request: POINTER, event: POINTER + gaicb.sizeof, hints: POINTER + gaicb.sizeof + sigevent.sizeof };
    const nodeAt = place.hints + addrinfo.sizeof;
    const serviceAt = nodeAt + (node?.length ?? 0);
    const size = serviceAt + (service?.length ?? 0);
    const block = c.calloc(1, size);
    const bytes = viewOf(block, size);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const point = (at: number, to: number): void => view.setBigUint64(at, BigInt(block + to), true);

    point(0, place.request);
    if (node !== null) point(place.request + gaicb.ar_name, nodeAt);
    if (service !== null) point(place.request + gaicb.ar_service, serviceAt);
    point(place.request + gaicb.ar_request, place.hints);
    view.setInt32(place.event + sigevent.sigev_value, writing, true);
    view.setInt32(place.event + sigevent.sigev_notify, SIGEV_THREAD, true);
    view.setBigUint64(place.event + sigevent.sigev_notify_function, closing, true);
    writeHints(new DataView(bytes.buffer, bytes.byteOffset + place.hints), hints);
    if (node !== null) bytes.set(node, nodeAt);
    if (service !== null) bytes.set(service, serviceAt);

    const pending = new Pending([reading, writing], block, () => getaddrinfo(node, service, hints));
    if (c.getaddrinfo_a(GAI_NOWAIT, block, 1, block + place.event) === 0) return pending;
    close(writing);
    pending.free();
    return undefined;
  }

  isOver(): boolean {
    return pollOne(this.fd, 0, 0) !== 0 || this.#isUntold();
  }

  /** It is over, and the thread that would have closed the pipe's end has not come: it is closed here. */
  #isUntold(): boolean {
    if (c.gai_error(this.#request) === EAI_INPROGRESS) return false;
    this.#overSince ??= performance.now();
    if (performance.now() - this.#overSince < GRACE) return false;
    close(this.#writing);
    return true;
  }

  take(): Lookup {
    const error = c.gai_error(this.#request);
    const list = pointerAt(this.#request + gaicb.ar_result);
    this.free();
    // The errno was another thread's.
    if (error === EAI_SYSTEM) return this.#retry();
    return error === 0 ? takeList(list) : { error, errno: 0, found: [] };
  }

  abandon(): void {
    if (this.isOver()) this.free();
    else freeLater(this);
  }

  free(): void {
    close(this.fd);
    c.free(this.#block);
  }
}
