/** Text over a buffered stream of bytes. */
import { BlockingIOError, UnsupportedOperation } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';
import type { BufferedRWPair } from './buffered-pair.ts';
import type { BufferedReader } from './buffered-reader.ts';
import type { BufferedWriter } from './buffered-writer.ts';
import { type Codec, type Decoder, lookup } from './codecs.ts';
import { IOBase } from './io-base.ts';
import { checkNewline, lineEnd, type Newline, NewlineDecoder } from './newlines.ts';
import { joined } from './socket-io.ts';

type Buffer = BufferedReader | BufferedWriter | BufferedRWPair;

/** textio.c: textiowrapper, chunk_size */
const CHUNK_SIZE = 8192;

/** Modules/_io/textio.c: TextIOWrapper. Sizes count code points, as in Python. */
export class TextIOWrapper extends IOBase<string> {
  readonly buffer: Buffer;
  readonly encoding: string;
  readonly errors: string;
  readonly line_buffering = false;
  readonly mode: string;
  readonly #codec: Codec;
  readonly #newline: Newline;
  readonly #decoder: Decoder | undefined;
  #decoded = '';
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #bytesPerCharacter = 0;

  /** @throws LookupError for an unknown encoding, ValueError for an unknown newline. */
  constructor(buffer: Buffer, mode: string, encoding: string, errors: string, newline: Newline) {
    super();
    checkNewline(newline);
    this.buffer = buffer;
    this.mode = mode;
    this.encoding = encoding;
    this.errors = errors;
    this.#codec = lookup(encoding);
    this.#newline = newline;
    if (!buffer.readable()) return;
    const decoder = this.#codec.decoder(errors);
    this.#decoder = newline === null || newline === '' ? new NewlineDecoder(decoder, newline === null) : decoder;
  }

  override get closed(): boolean {
    return this.buffer.closed;
  }

  /** The line ends that were read so far: null, one, or several. Known only where any line end is read. */
  get newlines(): string | readonly string[] | null {
    const seen = this.#decoder instanceof NewlineDecoder ? this.#decoder.newlines : [];
    return seen.length > 1 ? seen : (seen[0] ?? null);
  }

  /**
   * textio.c: _io_TextIOWrapper_read_impl. `size` characters, fewer at the end, all up to the end when it is negative.
   *
   * @throws UnicodeDecodeError, BlockingIOError without an errno when a non-blocking socket has nothing.
   */
  read(size: number | null = -1): string {
    const decoder = this.#readingDecoder();
    const n = size ?? -1;
    if (n < 0) {
      const bytes = (this.buffer as BufferedReader).read();
      if (bytes === null) throw new BlockingIOError('Read returned None.');
      return this.#take(this.#decoded.length) + decoder.decode(bytes, true);
    }
    let end = offsetOf(this.#decoded, n);
    while (end < 0 && this.#readChunk(decoder, n)) end = offsetOf(this.#decoded, n);
    return this.#take(end < 0 ? this.#decoded.length : end);
  }

  /** textio.c: _textiowrapper_readline. One line with its end, at most `size` characters. */
  override readline(size = -1): string {
    const decoder = this.#readingDecoder();
    for (let searched = 0; ; ) {
      const text = this.#decoded;
      const end = lineEnd(text, this.#newline, searched);
      const limit = size < 0 ? -1 : offsetOf(text, size);
      if (limit >= 0 && (end < 0 || end > limit)) return this.#take(limit);
      if (end >= 0) return this.#take(end);
      // A line end of two characters may lie across two chunks.
      searched = Math.max(text.length - 1, 0);
      if (!this.#readChunk(decoder, 0)) return this.#take(this.#decoded.length);
    }
  }

  /**
   * textio.c: _io_TextIOWrapper_write_impl. Takes all of the text and answers how many characters that is.
   *
   * @throws UnicodeEncodeError, and what the buffer's write raises.
   */
  override write(text: string): number {
    if (typeof text !== 'string') throw new TypeError(`write() argument must be str, not ${typeName(text)}`);
    this.checkClosed();
    if (!this.buffer.writable()) throw new UnsupportedOperation('not writable');
    const ends = this.#newline === '\r' || this.#newline === '\r\n' ? text.replaceAll('\n', this.#newline) : text;
    const bytes = this.#codec.encode(ends, this.errors);
    if (this.#pendingBytes + bytes.length > CHUNK_SIZE) this.#writeFlush();
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= CHUNK_SIZE) this.#writeFlush();
    this.#decoder?.reset();
    return lengthOf(text);
  }

  override flush(): void {
    this.checkClosed();
    this.#writeFlush();
    this.buffer.flush();
  }

  /** textio.c: _textiowrapper_writeflush */
  #writeFlush(): void {
    if (this.#pendingBytes === 0) return;
    const bytes = joined(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.buffer.write(bytes);
  }

  /** Ready to read: open, readable, and with what was written on its way. */
  #readingDecoder(): Decoder {
    this.checkClosed();
    if (this.#decoder === undefined) throw new UnsupportedOperation('not readable');
    this.#writeFlush();
    return this.#decoder;
  }

  /** textio.c: textiowrapper_read_chunk. False at the end of the stream. */
  #readChunk(decoder: Decoder, size: number): boolean {
    const buffer = this.buffer as BufferedReader;
    const bytes = buffer.read1(Math.max(CHUNK_SIZE, Math.floor(size * this.#bytesPerCharacter)));
    const text = decoder.decode(bytes, bytes.length === 0);
    this.#bytesPerCharacter = text === '' ? 0 : bytes.length / text.length;
    this.#decoded += text;
    return bytes.length > 0 || text !== '';
  }

  #take(length: number): string {
    const taken = this.#decoded.slice(0, length);
    this.#decoded = this.#decoded.slice(length);
    return taken;
  }

  override readable(): boolean {
    return this.buffer.readable();
  }

  override writable(): boolean {
    return this.buffer.writable();
  }

  override fileno(): number {
    return this.buffer.fileno();
  }

  /** The descriptor, -1 when the stream is closed. A stream for both directions has none. */
  get name(): number | undefined {
    return 'name' in this.buffer ? this.buffer.name : undefined;
  }

  /** Writes what is buffered; the stream is closed even when that fails. */
  override close(): void {
    if (this.closed) return;
    try {
      this.flush();
    } finally {
      this.buffer.close();
    }
  }
}

const surrogate = /[\ud800-\udfff]/;

/** Where the first `count` code points of a text end, -1 when it has fewer. */
function offsetOf(text: string, count: number): number {
  const head = text.slice(0, 2 * count);
  if (!surrogate.test(head)) return text.length < count ? -1 : count;
  let at = 0;
  for (let points = 0; points < count; points++) {
    const point = text.codePointAt(at);
    if (point === undefined) return -1;
    at += point > 0xffff ? 2 : 1;
  }
  return at;
}

function lengthOf(text: string): number {
  return surrogate.test(text) ? Array.from(text).length : text.length;
}
