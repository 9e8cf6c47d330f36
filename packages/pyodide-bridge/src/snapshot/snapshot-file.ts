/**
 * A snapshot in a file: Pyodide's header, and the parts of the guest's memory that are not zero, which is half of it. Fresh
 * memory is zero, so the parts are read straight to their places.
 */

import { closeSync, fstatSync, futimesSync, openSync, readvSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants } from '@pysock/host';
import type { EntryPoints } from '../start/configure.ts';
import type { InstallationLog } from '../wasm/installation-log.ts';
import { temporaryName } from './checksum.ts';
import { removeOldFiles } from './remove-old-files.ts';

const MAGIC = 0x4b435350;
/** MAGIC, then the lengths of Pyodide's header, the memory, the table of ranges, and the contents, which are JSON. */
const HEAD_WORDS = 5;
const PAGE = 4096;
/** Parts that lie closer than this are kept as one. */
const GAP = 8 * PAGE;
/** How many snapshots are kept, the last ones used. A file counts as used when it was so on another day. */
const KEPT = 8;
const DAY = 24 * 60 * 60 * 1000;
/** How many buffers one `readv` takes. */
const { IOV_MAX } = constants;

/** What the memory holds of ours. */
export interface SnapshotContents {
  readonly entries: EntryPoints;
  readonly installation: InstallationLog;
}

/** Pyodide's header of a snapshot, the guest's memory, and what lies there. */
export interface Snapshot {
  readonly header: Uint8Array;
  readonly heapLength: number;
  readonly contents: SnapshotContents;
  /** Fills a memory that is zero where the snapshot is. */
  fill(heap: Uint8Array): void;
}

/** One that has just been taken. */
export interface FreshSnapshot extends Snapshot {
  readonly heap: Uint8Array;
}

/** Pyodide's own form: a header whose second word is its length, then the whole memory. */
export function snapshotOf(bytes: Uint8Array, contents: SnapshotContents): FreshSnapshot {
  const headerLength = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)[1] as number;
  const heap = bytes.subarray(headerLength);
  return {
    header: bytes.slice(0, headerLength),
    heapLength: heap.length,
    heap,
    contents,
    fill: (memory) => memory.set(heap),
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

/** Deno counts the elements of other arrays than this where bytes are meant (Deno 2.9). */
function bytesOf(view: NodeJS.ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Throws when the disk is full. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Writes under another name and renames, so that a reader finds a whole file or none. Throws when it cannot. */
export function writeSnapshot(path: string, snapshot: FreshSnapshot): void {
  const { header, heap } = snapshot;
  const contents = new TextEncoder().encode(JSON.stringify(snapshot.contents));
  const ranges = rangesOf(heap);
  const head = Uint32Array.of(MAGIC, header.length, heap.length, ranges.length, contents.length, ...ranges);
  const temporary = join(dirname(path), temporaryName());
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (const part of [head, header, contents, ...partsOf(heap, ranges)]) {
        writeWhole(file, bytesOf(part));
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

/** Notes that a snapshot is in use, so that it is not removed. */
function touch(file: number): void {
  const now = Date.now();
  if (now - fstatSync(file).mtimeMs > DAY) futimesSync(file, now / 1000, now / 1000);
}

export function removeOldSnapshots(folder: string): void {
  removeOldFiles(folder, 'snapshot-', KEPT);
}

function readExactly(file: number, position: number, buffers: readonly NodeJS.ArrayBufferView[]): void {
  let at = position;
  for (let i = 0; i < buffers.length; i += IOV_MAX) {
    const some = buffers.slice(i, i + IOV_MAX).map(bytesOf);
    const wanted = some.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    if (readvSync(file, some, at) !== wanted) throw new Error('a snapshot is shorter than it says');
    at += wanted;
  }
}

/** Opens a snapshot's file, which is read when it is restored. Throws when it is no snapshot; null when there is none. */
export function openSnapshot(path: string): (Snapshot & { close(): void }) | null {
  let file: number;
  try {
    file = openSync(path, 'r');
    touch(file);
  } catch {
    return null;
  }
  try {
    const head = new Uint32Array(HEAD_WORDS);
    readExactly(file, 0, [head]);
    const [magic, headerLength, heapLength, rangeWords, contentsLength] = [...head] as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (magic !== MAGIC) throw new Error('not a snapshot');
    const ranges = new Uint32Array(rangeWords);
    const header = new Uint8Array(headerLength);
    const contents = new Uint8Array(contentsLength);
    readExactly(file, head.byteLength, [ranges, header, contents]);
    const start = head.byteLength + ranges.byteLength + headerLength + contentsLength;
    return {
      header,
      heapLength,
      contents: JSON.parse(new TextDecoder().decode(contents)) as SnapshotContents,
      fill: (heap) => readExactly(file, start, partsOf(heap, ranges)),
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}
