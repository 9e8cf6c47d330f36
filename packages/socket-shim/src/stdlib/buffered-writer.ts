/** A stream of bytes that writes to the socket in large pieces. */

import { EAGAIN } from '@pysock/host/constants';
import { bufferArgument } from '../address/arguments.ts';
import { BlockingIOError, UnsupportedOperation } from '../base/errors.ts';
import { IOBase } from './io-base.ts';
import type { SocketIO } from './socket-io.ts';

/** Modules/_io/bufferedio.c: BufferedWriter */
export class BufferedWriter extends IOBase<Uint8Array> {
  readonly raw: SocketIO;
  readonly #size: number;
  #buffer: Uint8Array | undefined;
  #start = 0;
  #end = 0;

  constructor(raw: SocketIO, buffer_size: number) {
    super();
    this.raw = raw;
    this.#size = buffer_size;
  }

  override get closed(): boolean {
    return this.raw.closed;
  }

  get name(): number {
    return this.raw.name;
  }

  get mode(): string {
    return this.raw.mode;
  }

  /**
   * bufferedio.c: _io_BufferedWriter_write_impl. Takes all bytes: into the buffer, or to the socket when they are more.
   *
   * @throws BlockingIOError whose `characters_written` says how many bytes were taken, OSError, TimeoutError.
   */
  override write(data: Uint8Array): number {
    const bytes = bufferArgument(data);
    this.checkClosed('write to closed file');
    if (bytes.length <= this.#size - this.#end) return this.#append(bytes);
    try {
      this.#flush();
    } catch (error) {
      if (!(error instanceof BlockingIOError)) throw error;
      this.#buffer?.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
      const taken = this.#append(bytes.subarray(0, this.#size - this.#end));
      if (taken === bytes.length) return taken;
      throw couldNotComplete(taken);
    }
    let written = 0;
    while (bytes.length - written > this.#size) {
      const n = this.raw.write(bytes.subarray(written));
      if (n === null) throw couldNotComplete(written + this.#append(bytes.subarray(written, written + this.#size)));
      written += n;
    }
    this.#append(bytes.subarray(written));
    return bytes.length;
  }

  /**
   * bufferedio.c: _io__Buffered_flush_impl
   *
   * @throws BlockingIOError when a non-blocking socket does not take all; the rest stays in the buffer.
   */
  override flush(): void {
    this.checkClosed('flush of closed file');
    this.#flush();
  }

  #flush(): void {
    while (this.#buffer !== undefined && this.#start < this.#end) {
      const n = this.raw.write(this.#buffer.subarray(this.#start, this.#end));
      if (n === null) throw couldNotComplete(0);
      this.#start += n;
    }
    this.#start = 0;
    this.#end = 0;
  }

  #append(bytes: Uint8Array): number {
    this.#buffer ??= new Uint8Array(this.#size);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
    return bytes.length;
  }

  override readable(): boolean {
    return false;
  }

  override writable(): boolean {
    return this.raw.writable();
  }

  override readline(): Uint8Array {
    throw new UnsupportedOperation('read');
  }

  override fileno(): number {
    return this.raw.fileno();
  }

  /** Writes what is buffered; the stream is closed even when that fails. */
  override close(): void {
    if (this.closed) return;
    try {
      this.#flush();
    } finally {
      this.raw.close();
    }
  }
}

function couldNotComplete(written: number): BlockingIOError {
  const error = new BlockingIOError(EAGAIN, 'write could not complete without blocking');
  error.characters_written = written;
  return error;
}
