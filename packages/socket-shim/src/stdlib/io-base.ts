/** Modules/_io/iobase.c: what all streams have. */
import { UnsupportedOperation, ValueError } from '../base/errors.ts';

/** Modules/_io/iobase.c: IOBase. `Data` is string for text and Uint8Array for bytes. A stream is an iterable of its lines. */
export abstract class IOBase<Data extends string | Uint8Array> implements Iterable<Data> {
  abstract get closed(): boolean;
  /** One line with its end, at most `size` of it; empty at the end of the stream. */
  abstract readline(size?: number): Data;
  abstract close(): void;
  abstract readable(): boolean;
  abstract writable(): boolean;
  /** What was taken, or null when nothing was because the socket would have blocked. */
  abstract write(data: Data): number | null;

  /** iobase.c: iobase_check_closed */
  protected checkClosed(message = 'I/O operation on closed file.'): void {
    if (this.closed) throw new ValueError(message);
  }

  seekable(): boolean {
    return false;
  }

  isatty(): boolean {
    this.checkClosed();
    return false;
  }

  flush(): void {
    this.checkClosed();
  }

  fileno(): number {
    throw new UnsupportedOperation('fileno');
  }

  /** iobase.c: _io__IOBase_readlines_impl. Whole lines, no more once they have `hint` characters or bytes. */
  readlines(hint = -1): Data[] {
    this.checkClosed();
    const lines: Data[] = [];
    let length = 0;
    for (const line of this) {
      lines.push(line);
      length += line.length;
      if (hint > 0 && length >= hint) break;
    }
    return lines;
  }

  /** iobase.c: _io__IOBase_writelines. Adds no line ends. */
  writelines(lines: Iterable<Data>): void {
    this.checkClosed();
    for (const line of lines) this.write(line);
  }

  *[Symbol.iterator](): Generator<Data, void> {
    for (let line = this.readline(); line.length > 0; line = this.readline()) yield line;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
