/** <net/if.h>: the interfaces and their numbers. Results as in socket.ts. */

import { lazy, resultOf, viewOf } from '../call/libc.ts';
import { bytesAt, pointerAt } from '../call/memory.ts';
import { if_nameindex as layout } from '../layouts/index.ts';

const c = {
  if_nameindex: lazy<() => number>('uintptr_t if_nameindex()'),
  if_freenameindex: lazy<(list: number) => void>('void if_freenameindex(uintptr_t)'),
  if_nametoindex: lazy('unsigned int if_nametoindex(void *)'),
  if_indextoname: lazy<(index: number, name: Uint8Array) => bigint | null>(
    'void *if_indextoname(unsigned int, void *)',
  ),
};

export interface Interface {
  readonly index: number;
  readonly name: Uint8Array;
}

/** Adds every interface to `found`. 0 or -errno. */
export function if_nameindex(found: Interface[]): number {
  const list = c.if_nameindex();
  if (list === 0) return resultOf(-1);
  for (let at = list; ; at += layout.sizeof) {
    const entry = viewOf(at, layout.sizeof);
    const index = new DataView(entry.buffer).getUint32(layout.if_index, true);
    if (index === 0) break;
    found.push({ index, name: bytesAt(pointerAt(at + layout.if_name)) });
  }
  c.if_freenameindex(list);
  return 0;
}

/** `name` ends with NUL. The interface's number, or -errno. */
export function if_nametoindex(name: Uint8Array): number {
  const index = c.if_nametoindex(name);
  return index === 0 ? resultOf(-1) : index;
}

/** Writes the NUL-terminated name. 0 or -errno. */
export function if_indextoname(index: number, name: Uint8Array): number {
  return c.if_indextoname(index, name) === null ? resultOf(-1) : 0;
}
