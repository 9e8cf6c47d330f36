/**
 * The libuv loop of the calling thread: Node's executable exports libuv and what finds the loop.
 *
 * Deno exports neither, and Bun has functions of libuv's that end the process when they are called (Bun 1.4); there `currentLoop`
 * returns undefined.
 */
import koffi from '../call/koffi.ts';
import { bind, lazy, viewOf } from '../call/libc.ts';

const mangled = {
  Isolate_GetCurrent: '_ZN2v87Isolate10GetCurrentEv',
  GetCurrentEventLoop: '_ZN4node19GetCurrentEventLoopEPN2v87IsolateE',
};

const c = {
  calloc: lazy<(count: number, size: number) => number>('uintptr_t calloc(size_t, size_t)'),
  uv_handle_size: lazy<(type: number) => number>('size_t uv_handle_size(int)'),
  uv_handle_type_name: lazy<(type: number) => string | null>('const char *uv_handle_type_name(int)'),
  uv_ref: lazy('void uv_ref(uintptr_t)'),
  uv_unref: lazy('void uv_unref(uintptr_t)'),
};

/** More kinds of handles than libuv has (uv.h: UV_HANDLE_TYPE_MAX is 18 in libuv 1.51). */
const LAST_TYPE = 32;
/** Of the flags of a handle: the one that says that it is referenced, and the one of handles that are libuv's own (uv-common.h). */
const UV_HANDLE_REF = 0x8;
const UV_HANDLE_INTERNAL = 0x10;

export interface Loop {
  readonly address: number;
  /** The type's number and the size of a `uv_poll_t`. */
  readonly poll: { readonly type: number; readonly size: number };
  /** Where the flags lie in a handle; undefined until it was looked up. */
  flagsOffset?: number;
}

/** undefined: not looked for yet; null: this runtime has none. */
let loop: Loop | null | undefined;

function findLoop(): Loop | null {
  if ('bun' in process.versions) return null;
  try {
    const isolate = bind<() => number>(`uintptr_t ${mangled.Isolate_GetCurrent}()`)();
    const address = bind<(isolate: number) => number>(`uintptr_t ${mangled.GetCurrentEventLoop}(uintptr_t)`)(isolate);
    let type = 0;
    while (c.uv_handle_type_name(type) !== 'poll') if (++type > LAST_TYPE) return null;
    return Number(address) === 0
      ? null
      : { address: Number(address), poll: { type, size: Number(c.uv_handle_size(type)) } };
  } catch {
    return null;
  }
}

/** The calling thread's loop; undefined where there is none that can be used. */
export function currentLoop(): Loop | undefined {
  loop ??= findLoop();
  return loop ?? undefined;
}

/** Zeroed memory of C's, which `free` frees. */
export function allocate(size: number): number {
  return Number(c.calloc(1, size));
}

/** True when `uv_walk`, which leaves out libuv's own handles, comes to a handle. */
function isWalked(loopAddress: number, handle: number): boolean {
  const callback = koffi.proto('void', ['uintptr_t', 'uintptr_t']);
  const uv_walk = koffi.load(null).func('uv_walk', 'void', ['uintptr_t', koffi.pointer(callback), 'uintptr_t']);
  let found = false;
  uv_walk(
    loopAddress,
    (one: number | bigint) => {
      found ||= Number(one) === handle;
    },
    0,
  );
  return found;
}

/**
 * Makes a handle one of libuv's own, which a loop may be closed with: Node aborts when a worker's loop ends with another.
 * The place of the flags is libuv's private matter, so it is looked up: the word in which `uv_unref` clears a bit. False
 * when it is not found; the handle is then as it was.
 */
export function markInternal(loop: Loop, handle: number): boolean {
  const view = new DataView(viewOf(handle, loop.poll.size).buffer);
  const offset = loop.flagsOffset ?? findFlags(view, handle);
  if (offset === undefined) return false;
  const before = view.getUint32(offset, true);
  view.setUint32(offset, before | UV_HANDLE_INTERNAL, true);
  if (loop.flagsOffset === undefined && isWalked(loop.address, handle)) {
    view.setUint32(offset, before, true);
    return false;
  }
  loop.flagsOffset = offset;
  return true;
}

function findFlags(view: DataView, handle: number): number | undefined {
  const words = (): number[] =>
    Array.from({ length: view.byteLength >> 2 }, (_, index) => view.getUint32(index * 4, true));
  c.uv_ref(handle);
  const referenced = words();
  c.uv_unref(handle);
  const unreferenced = words();
  c.uv_ref(handle);
  const changed = referenced.flatMap((word, index) => (word === unreferenced[index] ? [] : [index]));
  const [index] = changed;
  if (index === undefined || changed.length !== 1) return undefined;
  return (referenced[index] as number) - (unreferenced[index] as number) === UV_HANDLE_REF ? index * 4 : undefined;
}
