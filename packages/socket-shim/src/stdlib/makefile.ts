/** Lib/socket.py: socket.makefile. A socket as a file. */
import { ValueError } from '../base/errors.ts';
import { repr } from '../base/python-types.ts';
import { BufferedRWPair } from './buffered-pair.ts';
import { BufferedReader } from './buffered-reader.ts';
import { BufferedWriter } from './buffered-writer.ts';
import type { Newline } from './newlines.ts';
import { DEFAULT_BUFFER_SIZE, SocketIO, type StreamSocket } from './socket-io.ts';
import { TextIOWrapper } from './text-io.ts';

/** Python's keyword arguments of makefile(). */
export interface MakefileOptions<Buffering extends number = number> {
  /** The size of the buffers in bytes; 0 for none, of a binary stream; negative or absent for the usual one. */
  readonly buffering?: Buffering | null;
  /** `utf-8` when absent. */
  readonly encoding?: string | null;
  /** What to do with what cannot be converted: strict, ignore, replace, backslashreplace or surrogateescape. */
  readonly errors?: string | null;
  readonly newline?: Newline;
}

/** The stream that a mode and a buffering give. */
export type StreamOf<Mode extends string, Buffering extends number = number> = string extends Mode
  ? SocketIO | BufferedReader | BufferedWriter | BufferedRWPair | TextIOWrapper
  : Mode extends `${string}b${string}`
    ? Buffering extends 0
      ? SocketIO
      : Mode extends `${string}w${string}`
        ? Mode extends `${string}r${string}`
          ? BufferedRWPair
          : BufferedWriter
        : BufferedReader
    : TextIOWrapper;

/**
 * Lib/socket.py: socket.makefile. Closing the stream does not close the socket, and a closed socket stays open until its
 * last stream is closed.
 *
 * @param mode `r`, `w` and `b`, or several of them; without b it is text, without w it is read.
 * @throws ValueError for another mode, LookupError for an unknown encoding.
 */
export function makefile(sock: StreamSocket, mode = 'r', options: MakefileOptions = {}): StreamOf<string> {
  if (!/^[rwb]*$/.test(mode)) throw new ValueError(`invalid mode ${repr(mode)} (only r, w, b allowed)`);
  const writing = mode.includes('w');
  const reading = mode.includes('r') || !writing;
  const raw = new SocketIO(sock, `${reading ? 'r' : ''}${writing ? 'w' : ''}`);
  sock._io_refs += 1;
  try {
    return streamOver(raw, mode, options);
  } catch (error) {
    raw.close();
    throw error;
  }
}

function streamOver(raw: SocketIO, mode: string, options: MakefileOptions): StreamOf<string> {
  const { buffering, encoding, errors, newline } = options;
  const size = (buffering ?? -1) < 0 ? DEFAULT_BUFFER_SIZE : (buffering as number);
  const binary = mode.includes('b');
  if (size === 0) {
    if (!binary) throw new ValueError('unbuffered streams must be binary');
    return raw;
  }
  const buffer = buffered(raw, size);
  if (binary) return buffer;
  return new TextIOWrapper(buffer, mode, encoding ?? 'UTF-8', errors ?? 'strict', newline ?? null);
}

function buffered(raw: SocketIO, size: number): BufferedReader | BufferedWriter | BufferedRWPair {
  if (raw.readable() && raw.writable()) return new BufferedRWPair(raw, raw, size);
  return raw.readable() ? new BufferedReader(raw, size) : new BufferedWriter(raw, size);
}
