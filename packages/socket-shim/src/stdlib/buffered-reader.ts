/** A stream of bytes that reads the socket in large pieces. */
import { UnsupportedOperation, ValueError } from '../base/errors.ts';
import { IOBase } from './io-base.ts';
import { joined, type SocketIO } from './socket-io.ts';

const LF = 0x0a;

/** Modules/_io/bufferedio.c: BufferedReader. What is read is a copy. */
export class BufferedReader extends IOBase<Uint8Array> {
  readonly raw: SocketIO;
  readonly #size: number;
  #buffer: Uint8Array | undefined;
  #pos = 0;
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
   * bufferedio.c: _io__Buffered_read_impl. `size` bytes, fewer at the end of the stream, all up to the end when it is -1;
   * null when a non-blocking socket has none.
   *
   * @throws ValueError below -1 and on a closed stream, OSError, TimeoutError.
   */
  read(size: number | null = -1): Uint8Array | null {
    const n = size ?? -1;
    if (n < -1) throw new ValueError('read length must be non-negative or -1');
    this.checkClosed('read of closed file');
    return n === -1 ? this.#readAll() : this.#readExactly(n);
  }

  #readAll(): Uint8Array | null {
    const data = this.#take(this.#end - this.#pos);
    const rest = this.raw.readall();
    if (rest === null) return data.length > 0 ? data : null;
    return data.length > 0 ? joined([data, rest]) : rest;
  }

  /** bufferedio.c: _bufferedreader_read_generic: whole buffers go directly to the result, the last part over the buffer. */
  #readExactly(n: number): Uint8Array | null {
    const result = new Uint8Array(n);
    let have = this.#move(result);
    while (have < n) {
      const direct = n - have - ((n - have) % this.#size);
      const came = direct > 0 ? this.raw.readinto(result.subarray(have, have + direct)) : this.#fill();
      if (came === null && have === 0) return null;
      if (came === null || came === 0) break;
      have += direct > 0 ? came : this.#move(result.subarray(have));
    }
    return result.subarray(0, have);
  }

  /** bufferedio.c: _io__Buffered_read1_impl. What is buffered, or what one recv() brings, at most `size` bytes. */
  read1(size = -1): Uint8Array {
    const n = size < 0 ? this.#size : size;
    this.checkClosed('read of closed file');
    const have = this.#end - this.#pos;
    if (n === 0 || have > 0) return this.#take(Math.min(n, have));
    return this.raw.read(n) ?? new Uint8Array(0);
  }

  /** bufferedio.c: _buffered_readinto_generic. Fills the buffer; fewer bytes at the end, null as {@link read}. */
  readinto(buffer: Uint8Array): number | null {
    this.checkClosed('readinto of closed file');
    let have = this.#move(buffer);
    while (have < buffer.length) {
      const rest = buffer.subarray(have);
      const direct = rest.length > this.#size;
      const came = direct ? this.raw.readinto(rest) : this.#fill();
      if (came === null && have === 0) return null;
      if (came === null || came === 0) break;
      have += direct ? came : this.#move(rest);
    }
    return have;
  }

  /** bufferedio.c: _io__Buffered_peek_impl. What is buffered, or what one recv() brings; it stays in the buffer. */
  peek(): Uint8Array {
    this.checkClosed('peek of closed file');
    if (this.#pos === this.#end) this.#fill();
    return this.#window().slice();
  }

  /** bufferedio.c: _buffered_readline */
  override readline(size = -1): Uint8Array {
    this.checkClosed('readline of closed file');
    const chunks: Uint8Array[] = [];
    let left = size < 0 ? Number.POSITIVE_INFINITY : size;
    for (;;) {
      const window = this.#window();
      const newline = window.indexOf(LF);
      const length = Math.min(newline < 0 ? window.length : newline + 1, left);
      chunks.push(this.#take(length));
      left -= length;
      if ((newline >= 0 && length === newline + 1) || left === 0 || !this.#fill()) return joined(chunks);
    }
  }

  override readable(): boolean {
    return this.raw.readable();
  }

  override writable(): boolean {
    return false;
  }

  override write(_data: Uint8Array): number {
    throw new UnsupportedOperation('write');
  }

  override fileno(): number {
    return this.raw.fileno();
  }

  override close(): void {
    this.raw.close();
  }

  #window(): Uint8Array {
    return this.#buffer?.subarray(this.#pos, this.#end) ?? new Uint8Array(0);
  }

  #take(n: number): Uint8Array {
    const taken = this.#window().slice(0, n);
    this.#pos += n;
    return taken;
  }

  #move(to: Uint8Array): number {
    const part = this.#window().subarray(0, to.length);
    to.set(part);
    this.#pos += part.length;
    return part.length;
  }

  /** bufferedio.c: _bufferedreader_fill_buffer, of an empty buffer. */
  #fill(): number | null {
    this.#buffer ??= new Uint8Array(this.#size);
    this.#pos = 0;
    this.#end = 0;
    const came = this.raw.readinto(this.#buffer);
    this.#end = came ?? 0;
    return came;
  }
}
