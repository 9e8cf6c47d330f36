/** One stream of bytes in both directions. */
import { BufferedReader } from './buffered-reader.ts';
import { BufferedWriter } from './buffered-writer.ts';
import { IOBase } from './io-base.ts';
import type { SocketIO } from './socket-io.ts';

/** Modules/_io/bufferedio.c: BufferedRWPair. Reads and writes one socket over two buffers. */
export class BufferedRWPair extends IOBase<Uint8Array> {
  readonly #reader: BufferedReader;
  readonly #writer: BufferedWriter;

  constructor(reader: SocketIO, writer: SocketIO, buffer_size: number) {
    super();
    this.#reader = new BufferedReader(reader, buffer_size);
    this.#writer = new BufferedWriter(writer, buffer_size);
  }

  override get closed(): boolean {
    return this.#writer.closed;
  }

  read(size: number | null = -1): Uint8Array | null {
    return this.#reader.read(size);
  }

  read1(size = -1): Uint8Array {
    return this.#reader.read1(size);
  }

  readinto(buffer: Uint8Array): number | null {
    return this.#reader.readinto(buffer);
  }

  peek(): Uint8Array {
    return this.#reader.peek();
  }

  override readline(size = -1): Uint8Array {
    // sic: a pair has no readline of its own, and the one it inherits peeks.
    this.checkClosed('peek of closed file');
    return this.#reader.readline(size);
  }

  override write(data: Uint8Array): number {
    return this.#writer.write(data);
  }

  override flush(): void {
    this.#writer.flush();
  }

  override readable(): boolean {
    return this.#reader.readable();
  }

  override writable(): boolean {
    return this.#writer.writable();
  }

  override close(): void {
    try {
      this.#writer.close();
    } finally {
      this.#reader.close();
    }
  }
}
