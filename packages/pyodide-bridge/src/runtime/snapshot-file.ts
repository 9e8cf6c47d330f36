/**
 * A snapshot in a file: Pyodide's header, and the parts of the guest's memory that are not zero, which is half of it. Fresh
 * memory is zero, so the parts are read straight to their places.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readvSync, renameSync, rmSync, writevSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MemoryImage } from './boot.ts';

/** Raise it when the layout of the file changes. */
export const FORMAT = 3;

const MAGIC = 0x4b435350;
/** MAGIC, then the lengths of Pyodide's header, the memory, the table of ranges, and the list of entry points. */
const HEAD_WORDS = 5;
const PAGE = 4096;
/** Parts that lie closer than this are kept as one. */
const GAP = 8 * PAGE;
/** How many buffers one `readv` takes. */
const IOV_MAX = 1024;

/** A memory image, and what the prelude has left in it. */
export interface Snapshot extends MemoryImage {
  /** The addresses of the prelude's entry points. */
  readonly entries: readonly number[];
}

/** Pyodide's own form: a header whose second word is its length, then the whole memory. */
export function snapshotOf(bytes: Uint8Array, entries: readonly number[]): Snapshot & { readonly heap: Uint8Array } {
  const headerLength = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)[1] as number;
  const heap = bytes.subarray(headerLength);
  return {
    header: bytes.slice(0, headerLength),
    heapLength: heap.length,
    heap,
    entries,
    restore: (memory) => memory.set(heap),
  };
}

function isZero(words: BigUint64Array): boolean {
  return words.every((word) => word === 0n);
}

/** Start and length of each part of the memory that is not zero, in whole pages. */
function rangesOf(heap: Uint8Array): number[] {
  const ranges: number[] = [];
  let start = -1;
  let end = -1;
  for (let page = 0; page < heap.length; page += PAGE) {
    if (isZero(new BigUint64Array(heap.buffer, heap.byteOffset + page, PAGE / 8))) continue;
    if (start >= 0 && page - end >= GAP) {
      ranges.push(start, end - start);
      start = page;
    } else if (start < 0) start = page;
    end = page + PAGE;
  }
  if (start >= 0) ranges.push(start, end - start);
  return ranges;
}

function partsOf(heap: Uint8Array, ranges: ArrayLike<number>): Uint8Array[] {
  return Array.from({ length: ranges.length / 2 }, (_, i) => {
    const start = ranges[i * 2] as number;
    return heap.subarray(start, start + (ranges[i * 2 + 1] as number));
  });
}

/** Writes under another name and renames, so that a reader finds a whole file or none. Throws when it cannot. */
export function writeSnapshot(path: string, snapshot: Snapshot & { readonly heap: Uint8Array }): void {
  const { header, heap, entries } = snapshot;
  const ranges = rangesOf(heap);
  const head = Uint32Array.of(MAGIC, header.length, heap.length, ranges.length, entries.length, ...ranges, ...entries);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (const part of [head, header, ...partsOf(heap, ranges)]) {
        if (writevSync(file, [part]) !== part.byteLength) throw new Error('the disk is full');
      }
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function readExactly(file: number, buffers: readonly NodeJS.ArrayBufferView[]): void {
  for (let i = 0; i < buffers.length; i += IOV_MAX) {
    const some = buffers.slice(i, i + IOV_MAX);
    const wanted = some.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    if (readvSync(file, some) !== wanted) throw new Error('a snapshot is shorter than it says');
  }
}

/** Opens a snapshot's file, which is read when it is restored. Throws when it is no snapshot; null when there is none. */
export function openSnapshot(path: string): (Snapshot & { close(): void }) | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const head = new Uint32Array(HEAD_WORDS);
    readExactly(file, [head]);
    const [magic, headerLength, heapLength, rangeWords, entryCount] = [...head] as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (magic !== MAGIC) throw new Error('not a snapshot');
    const ranges = new Uint32Array(rangeWords);
    const entries = new Uint32Array(entryCount);
    const header = new Uint8Array(headerLength);
    readExactly(file, [ranges, entries, header]);
    return {
      header,
      heapLength,
      entries: [...entries],
      restore: (heap) => readExactly(file, partsOf(heap, ranges)),
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}
