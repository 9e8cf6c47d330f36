/**
 * A process's image for its fork: a file in memory with a copy of the guest's memory, and behind it what JavaScript knew, as JSON.
 */
import { addressOf, constants, sys } from '@pysock/host';
import type { Disposition } from '../signals/interrupt-state.ts';
import type { EmscriptenModule } from '../wasm/emscripten.ts';
import type { HostMemory } from '../wasm/host-memory.ts';
import type { JournalEntry } from '../wasm/journal.ts';
import type { Given } from './given.ts';

/** A descriptor: Python's number, the host's, and whether a program that is executed gets it. */
export type ForkedDescriptor = readonly [guest: number, host: number, isInheritable: boolean];

export interface ForkState {
  /** Bytes of the guest's memory. */
  readonly heapLength: number;
  /** Python's command line. */
  readonly argv: readonly string[];
  readonly descriptors: readonly ForkedDescriptor[];
  /** Where C's stack ends, and the state of the thread that forks. */
  readonly stackPointer: number;
  readonly threadState: number;
  /** The thread that forks, when it is not the main one: its identity, and the block that C's stack lies in. */
  readonly thread?: { readonly ident: number; readonly stack: number; readonly name: string } | undefined;
  /** What was registered since the start. */
  readonly journal: readonly JournalEntry[];
  /** What parts of the bridge keep outside the guest's memory, by their names. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Signals that the thread blocks: 64 bits, in decimals. */
  readonly blocked: string;
  /** Signals that Python handles or ignores. */
  readonly signals: readonly { readonly signal: number; readonly disposition: Disposition }[];
  /** The descriptor that is written to when they are; -1 when nobody waits for it. */
  readonly ready: number;
  /** For a spare process: what another one is started with. */
  readonly inherited: string;
  readonly given: Given;
}

const NAME = Buffer.from('python\0');
const TAIL = 8;
/** How much one write(2) takes. */
const MOST = 1 << 30;

function writeMemory(fd: number, memory: HostMemory, length: number): number {
  for (let at = 0; at < length; ) {
    const written = sys.write(fd, memory.address(at), Math.min(length - at, MOST));
    if (written < 0) return written;
    at += written;
  }
  return 0;
}

/** The image's descriptor, or -errno. */
export function writeImage(module: EmscriptenModule, memory: HostMemory, state: Omit<ForkState, 'heapLength'>): number {
  const fd = sys.memfd_create(addressOf(NAME), constants.MFD_CLOEXEC);
  if (fd < 0) return fd;
  const heapLength = module.HEAPU8.length;
  const copied = writeMemory(fd, memory, heapLength);
  if (copied < 0) {
    sys.close(fd);
    return copied;
  }
  const text = Buffer.from(JSON.stringify({ ...state, heapLength }));
  const tail = Buffer.alloc(TAIL);
  tail.writeUInt32LE(text.length);
  for (const part of [text, tail]) whole(part, (rest) => sys.write(fd, rest, rest.length));
  return fd;
}

/**
 * Reads or writes all of some bytes, by a call for what is left of them. Not by node:fs, which on Deno knows no descriptor but those that it
 * has opened. Contract: throws when the call fails.
 */
function whole(bytes: Uint8Array, call: (rest: Uint8Array, at: number) => number): void {
  for (let at = 0; at < bytes.length; ) {
    const done = call(bytes.subarray(at), at);
    if (done <= 0) throw new Error(`a fork's image: error ${-done}`);
    at += done;
  }
}

export function readImage(fd: number): ForkState {
  sys.fstat(fd);
  const size = Number(sys.stat.size);
  const readAt = (bytes: Uint8Array, position: number): void =>
    whole(bytes, (rest, at) => sys.pread(fd, addressOf(rest), rest.length, position + at));
  const tail = Buffer.alloc(TAIL);
  readAt(tail, size - TAIL);
  const text = Buffer.alloc(tail.readUInt32LE());
  readAt(text, size - TAIL - text.length);
  return JSON.parse(text.toString()) as ForkState;
}

/** Makes the guest's memory, which is long enough, the image's. */
export function mapImage(fd: number, memory: HostMemory, length: number): void {
  if (sys.mapCopy(memory.address(0), length, fd) < 0)
    throw new Error('the image of the parent process cannot be mapped');
}
