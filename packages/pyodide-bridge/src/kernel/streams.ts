/** What `loadPython` takes for Python's standard streams, as descriptors of the host's. */
import { Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { addressOf, constants, sys } from '@pysock/host';

const { FIONREAD, O_CLOEXEC, MFD_CLOEXEC } = constants;
const NAME = Buffer.from('pysock\0');

type Chunk = string | Uint8Array;

/**
 * What Python reads: a descriptor of the host's, the one of the process ('inherit'), a whole text or bytes, or what comes
 * piece by piece: from an iterable, a stream of Node's, or a function that returns null at the end.
 */
export type Input =
  | number
  | 'inherit'
  | Chunk
  | Iterable<Chunk>
  | AsyncIterable<Chunk>
  | (() => Chunk | null | undefined | Promise<Chunk | null | undefined>);

/** Where Python writes: a descriptor of the host's, the one of the process ('inherit'), a stream of Node's, or a function. */
export type Output = number | 'inherit' | Writable | ((text: string) => void);

export interface Streams {
  readonly stdin: number;
  readonly stdout: number;
  readonly stderr: number;
  /** Whether there is one that was opened here. */
  readonly isOwn: boolean;
  /** Waits until JavaScript has what was written before. */
  carry(): Promise<void>;
  /** Closes the ends that Python had, and waits until JavaScript has all that was written. */
  finish(): Promise<void>;
}

/** What is read at once: a file in memory. */
function fileOf(contents: Chunk): number {
  const bytes = Buffer.from(contents as Uint8Array);
  const fd = sys.memfd_create(addressOf(NAME), MFD_CLOEXEC);
  for (let written = 0; written < bytes.length; ) {
    const rest = bytes.subarray(written);
    const count = sys.write(fd, rest, rest.length);
    if (count < 0) throw new RangeError('stdin does not fit into memory');
    written += count;
  }
  sys.lseek(fd, 0, 0);
  return fd;
}

async function* callsOf(read: () => unknown): AsyncGenerator<Chunk> {
  for (let chunk = await read(); chunk !== null && chunk !== undefined; chunk = await read()) yield chunk as Chunk;
}

/** What JavaScript reads, and the pipe that it comes from. */
interface Carried {
  readonly reader: Socket;
  readonly fd: number;
}

/** What is written meanwhile is not waited for: a thread of Python's may never stop writing. */
async function carry({ reader, fd }: Carried): Promise<void> {
  if (reader.destroyed) return;
  const waiting = new Int32Array(1);
  sys.ioctl(fd, FIONREAD, waiting);
  const end = reader.bytesRead + (waiting[0] as number);
  while (reader.bytesRead < end && !reader.destroyed) await nextTurn();
}

function pipe(): [reading: number, writing: number] {
  const pair = new Int32Array(2);
  if (sys.pipe2(pair, O_CLOEXEC) < 0) throw new Error('no pipe could be made for a standard stream');
  return [pair[0] as number, pair[1] as number];
}

export function isInput(value: unknown): value is Input {
  if (typeof value === 'string' || typeof value === 'function' || value instanceof Uint8Array) return true;
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

export function isOutput(value: unknown): value is Output {
  return typeof value === 'function' || value instanceof Writable;
}

/** Without stack switching JavaScript stands still until Python has returned, and a pipe that nobody reads is soon full. */
function checkCarrying(what: string): void {
  if ('Suspending' in WebAssembly) return;
  throw new Error(`${what} needs WebAssembly's stack switching, which Node has from version 24 on: use a descriptor`);
}

export function openStreams(stdin: Input, stdout: Output, stderr: Output): Streams {
  const owned: number[] = [];
  const carried: Carried[] = [];
  const ends: Promise<void>[] = [];

  function input(source: Input): number {
    if (typeof source === 'number') return source;
    if (source === 'inherit') return 0;
    if (typeof source === 'string' || source instanceof Uint8Array) {
      const fd = fileOf(source);
      owned.push(fd);
      return fd;
    }
    checkCarrying('a stdin that comes piece by piece');
    const [reading, writing] = pipe();
    owned.push(reading);
    const chunks = typeof source === 'function' ? callsOf(source) : (source as Iterable<Chunk>);
    const writer = new Socket({ fd: writing, readable: false, writable: true });
    // Python may end before it has read all.
    writer.on('error', () => writer.destroy());
    writer.unref();
    (source instanceof Readable ? source : Readable.from(chunks, { objectMode: true })).pipe(writer);
    return reading;
  }

  function output(target: Output, standard: number): number {
    if (typeof target === 'number') return target;
    if (target === 'inherit') return standard;
    checkCarrying('output to a stream or function');
    const [reading, writing] = pipe();
    owned.push(writing);
    const reader = new Socket({ fd: reading, readable: true, writable: false });
    reader.unref();
    carried.push({ reader, fd: reading });
    ends.push(new Promise((resolve) => reader.once('close', () => resolve())));
    if (typeof target === 'function') reader.setEncoding('utf8').on('data', target);
    else reader.on('data', (bytes) => target.write(bytes));
    return writing;
  }

  const descriptors = { stdin: input(stdin), stdout: output(stdout, 1), stderr: output(stderr, 2) };
  return {
    ...descriptors,
    isOwn: owned.length > 0,
    async carry() {
      await Promise.all(carried.map(carry));
    },
    async finish() {
      for (const fd of owned.splice(0)) sys.close(fd);
      await Promise.all(ends);
    },
  };
}
