/**
 * uv_poll_t: a descriptor that the loop of the calling thread watches, in 3 to 6 microseconds from the kernel to JavaScript.
 *
 * What libuv calls is not JavaScript: a worker that is terminated runs its loop once more, and a callback of JavaScript's
 * crashes there (Node 20 to 26). It is libuv's own `uv_handle_set_data`, which is handed the handle and the status 0 and so
 * clears a word of the handle. JavaScript looks at the word when an iteration of the loop is over, in an immediate
 * that does not itself keep the loop going.
 */
import koffi from '../call/koffi.ts';
import { lazy, viewOf } from '../call/libc.ts';
import { allocate, currentLoop, markInternal } from './loop.ts';

/** uv.h: enum uv_poll_event */
const UV_READABLE = 1;

const c = {
  uv_poll_init: lazy('int uv_poll_init(uintptr_t, uintptr_t, int)'),
  uv_poll_start: lazy('int uv_poll_start(uintptr_t, int, uintptr_t)'),
  uv_poll_stop: lazy('int uv_poll_stop(uintptr_t)'),
  uv_close: lazy('void uv_close(uintptr_t, uintptr_t)'),
  free: lazy('void free(uintptr_t)'),
};

const symbols = new Map<string, number>();

/** The address of a C function. */
function symbol(name: string): number {
  const known = symbols.get(name) ?? Number(koffi.load(null).symbol(name));
  symbols.set(name, known);
  return known;
}

/** Handles that are started. */
const started = new Set<PollHandle>();
let looks = false;

/** An iteration of the loop is over. */
function look(): void {
  looks = false;
  for (const handle of started) if (handle.isReadable()) handle.readable();
  lookAgain();
}

function lookAgain(): void {
  if (looks || started.size === 0) return;
  looks = true;
  setImmediate(look).unref();
}

export class PollHandle {
  readonly address: number;
  readonly readable: () => void;
  /** `data`, the first word of a handle (uv.h: UV_HANDLE_FIELDS): 0 when libuv has found the descriptor readable. */
  readonly #data: Int32Array;

  private constructor(address: number, readable: () => void) {
    this.address = address;
    this.readable = readable;
    this.#data = new Int32Array(viewOf(address, Int32Array.BYTES_PER_ELEMENT).buffer);
  }

  /**
   * `readable` is called from the event loop while the handle is started and the descriptor is readable. Undefined where the
   * runtime has no loop to be watched by, or none that may end with a handle in it.
   */
  static open(fd: number, readable: () => void): PollHandle | undefined {
    const loop = currentLoop();
    if (loop === undefined) return undefined;
    const address = allocate(loop.poll.size);
    if (c.uv_poll_init(loop.address, address, fd) !== 0) {
      c.free(address);
      return undefined;
    }
    if (markInternal(loop, address)) return new PollHandle(address, readable);
    closeHandle(address);
    return undefined;
  }

  start(): void {
    this.#data[0] = 1;
    c.uv_poll_start(this.address, UV_READABLE, symbol('uv_handle_set_data'));
    started.add(this);
    lookAgain();
  }

  stop(): void {
    started.delete(this);
    c.uv_poll_stop(this.address);
  }

  isReadable(): boolean {
    if (this.#data[0] !== 0) return false;
    this.#data[0] = 1;
    return true;
  }

  close(): void {
    started.delete(this);
    closeHandle(this.address);
  }
}

/** Closes a handle by its address. Its descriptor must still be open. */
function closeHandle(address: number): void {
  c.uv_close(address, symbol('free'));
}
