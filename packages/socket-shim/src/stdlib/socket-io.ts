/** A socket as an unbuffered stream of bytes. */

import { EAGAIN, EWOULDBLOCK } from '@pysock/host/constants';
import { bufferArgument } from '../address/arguments.ts';
import { OSError, TimeoutError, UnsupportedOperation, ValueError } from '../base/errors.ts';
import { repr } from '../base/python-types.ts';
import { IOBase } from './io-base.ts';

/** What a stream needs of its socket. `_io_refs` counts the streams that keep it open. */
export interface StreamSocket {
  _io_refs: number;
  _decref_socketios(): void;
  fileno(): number;
  recv_into(buffer: Uint8Array): number;
  send(data: Uint8Array): number;
}

/** Modules/_io/_iomodule.h: DEFAULT_BUFFER_SIZE */
export const DEFAULT_BUFFER_SIZE = 128 * 1024;

const LF = 0x0a;
const modes = ['r', 'w', 'rw', 'rb', 'wb', 'rwb'];

/** Lib/socket.py: SocketIO */
export class SocketIO extends IOBase<Uint8Array> {
  readonly mode: string;
  readonly #reading: boolean;
  readonly #writing: boolean;
  #sock: StreamSocket | null;
  #timeout_occurred = false;

  /** @throws ValueError for a mode other than r, w and rw, with or without b. */
  constructor(sock: StreamSocket, mode: string) {
    super();
    if (!modes.includes(mode)) throw new ValueError(`invalid mode: ${repr(mode)}`);
    this.mode = mode.includes('b') ? mode : `${mode}b`;
    this.#reading = mode.includes('r');
    this.#writing = mode.includes('w');
    this.#sock = sock;
  }

  override get closed(): boolean {
    return this.#sock === null;
  }

  /** The descriptor, -1 when the stream is closed. */
  get name(): number {
    return this.#sock === null ? -1 : this.#sock.fileno();
  }

  /**
   * Lib/socket.py: SocketIO.readinto. How many bytes came, 0 when the peer has shut down, null when a non-blocking socket
   * has none.
   *
   * @throws OSError, TimeoutError; after a TimeoutError the stream cannot be read any more.
   */
  readinto(buffer: Uint8Array): number | null {
    const sock = this.#open();
    if (!this.#reading) throw new UnsupportedOperation('File or stream is not readable.');
    if (this.#timeout_occurred) throw new OSError('cannot read from timed out object');
    try {
      return sock.recv_into(buffer);
    } catch (error) {
      if (error instanceof TimeoutError) this.#timeout_occurred = true;
      if (wouldBlock(error)) return null;
      throw error;
    }
  }

  /** iobase.c: _io__RawIOBase_read_impl. What one recv() brings; all up to the end when `size` is negative. */
  read(size = -1): Uint8Array | null {
    if (size < 0) return this.readall();
    const buffer = new Uint8Array(size);
    const n = this.readinto(buffer);
    return n === null ? null : buffer.subarray(0, n);
  }

  /** iobase.c: _io__RawIOBase_readall_impl */
  readall(): Uint8Array | null {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const chunk = this.read(DEFAULT_BUFFER_SIZE);
      if (chunk === null && chunks.length === 0) return null;
      if (chunk === null || chunk.length === 0) return joined(chunks);
      chunks.push(chunk);
    }
  }

  /** iobase.c: _io__IOBase_readline_impl: a byte at a time. */
  override readline(size = -1): Uint8Array {
    this.checkClosed();
    const line: number[] = [];
    while (size < 0 || line.length < size) {
      const byte = this.read(1);
      if (byte === null) throw new OSError("read() should have returned a bytes object, not 'NoneType'");
      if (byte.length === 0) break;
      line.push(byte[0] as number);
      if (byte[0] === LF) break;
    }
    return Uint8Array.from(line);
  }

  /**
   * Lib/socket.py: SocketIO.write. How many bytes one send() took, null when a non-blocking socket took none.
   *
   * @throws OSError, TimeoutError
   */
  override write(data: Uint8Array): number | null {
    const sock = this.#open();
    const bytes = this.#writing ? bufferArgument(data) : data;
    if (!this.#writing) throw new UnsupportedOperation('File or stream is not writable.');
    try {
      return sock.send(bytes);
    } catch (error) {
      if (wouldBlock(error)) return null;
      throw error;
    }
  }

  override readable(): boolean {
    this.checkClosed('I/O operation on closed socket.');
    return this.#reading;
  }

  override writable(): boolean {
    this.checkClosed('I/O operation on closed socket.');
    return this.#writing;
  }

  override seekable(): boolean {
    this.checkClosed('I/O operation on closed socket.');
    return false;
  }

  override fileno(): number {
    return this.#open().fileno();
  }

  /** Lib/socket.py: SocketIO.close. The socket itself closes with the last of its streams, if it was closed before. */
  override close(): void {
    const sock = this.#sock;
    if (sock === null) return;
    this.#sock = null;
    sock._decref_socketios();
  }

  #open(): StreamSocket {
    if (this.#sock === null) throw new ValueError('I/O operation on closed file.');
    return this.#sock;
  }
}

function wouldBlock(error: unknown): boolean {
  return error instanceof OSError && (error.errno === EAGAIN || error.errno === EWOULDBLOCK);
}

/** The bytes of all chunks in one array. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
