/** The class `socket` of Lib/socket.py: what a program uses. */
import { inspect } from 'node:util';
import { F_GETFD, F_SETFD, FD_CLOEXEC } from '@pysock/host/constants';
import { fcntl } from '@pysock/host/sys';
import type { SockAddr } from '../address/index.ts';
import { OSError, throwResult } from '../base/errors.ts';
import { repr } from '../base/python-types.ts';
import { socket_dup } from '../module/descriptors.ts';
import { type SocketOptions, SocketType } from '../module/socket.ts';
import { byName } from '../module/socket-arguments.ts';
import { defaultTimeout } from '../module/socket-object.ts';
import { type MakefileOptions, makefile, type StreamOf } from './makefile.ts';
import { type SendfileOptions, type SendfileSource, sendfile } from './sendfile.ts';

/**
 * Lib/socket.py: socket. One end of a connection, or of an exchange of datagrams: a descriptor of the system, with every
 * method of Python's class under its Python name. `using s = new socket()` closes it at the end of the block.
 *
 * Bytes are given as any view of memory and answered as Uint8Array; addresses are in the form of their family,
 * `[host, port]` for AF_INET. Timeouts are seconds. What fails throws {@link OSError} or the subclass of its errno.
 */
export class socket extends SocketType implements Disposable {
  static {
    // A bundler may have renamed the class.
    Object.defineProperty(socket, 'name', { value: 'socket' });
  }

  /** How many streams made by makefile() keep the descriptor open. */
  _io_refs = 0;
  #closed = false;

  /** Lib/socket.py: socket.accept. Waits for a connection: its socket, and the address of its peer. */
  accept(): [connection: socket, address: SockAddr] {
    const [fileno, address] = this._accept();
    const connection = new socket(this.family, this.type, this.proto, { fileno, waiter: this.waiter });
    if (defaultTimeout() < 0 && this.gettimeout()) connection.setblocking(true);
    return [connection, address];
  }

  /** Lib/socket.py: socket.dup. Another socket for the same connection, not inheritable. */
  dup(): this {
    const Class = this.constructor as new (family: number, type: number, proto: number, options: SocketOptions) => this;
    const fileno = socket_dup(this.fileno());
    const copy = new Class(this.family, this.type, this.proto, { fileno, waiter: this.waiter });
    copy.settimeout(this.gettimeout());
    return copy;
  }

  /**
   * Lib/socket.py: socket.makefile. The connection as a file: `r` and `w` for its directions, `b` for bytes instead of text,
   * and `buffering` by position or by name. The socket stays open until it and all its files are closed.
   */
  makefile<Mode extends string = 'r', Buffering extends number = number>(
    mode?: Mode,
    options?: MakefileOptions<Buffering>,
  ): StreamOf<Mode, Buffering>;
  makefile<Mode extends string, Buffering extends number = number>(
    mode: Mode,
    buffering?: Buffering | null,
    options?: MakefileOptions<Buffering>,
  ): StreamOf<Mode, Buffering>;
  makefile(mode = 'r', ...args: unknown[]): StreamOf<string> {
    return makefile(this, mode, byName<MakefileOptions>(args, ['buffering']));
  }

  /**
   * Lib/socket.py: socket.sendfile. Sends a file, or `count` bytes of it from `offset` on, by the system's own sendfile();
   * answers how many bytes were sent. `offset` and `count` by position or by name.
   */
  sendfile(file: SendfileSource, offset?: number, count?: number | null): number;
  sendfile(file: SendfileSource, options?: SendfileOptions): number;
  sendfile(file: SendfileSource, ...args: unknown[]): number {
    return sendfile(this, file, byName<SendfileOptions>(args, ['offset', 'count']));
  }

  /** Lib/socket.py: socket.close. The descriptor stays open until the streams made by makefile() are closed too. */
  override close(): void {
    this.#closed = true;
    if (this._io_refs <= 0) super.close();
  }

  /** Lib/socket.py: socket._decref_socketios: a stream made by makefile() is closed. */
  _decref_socketios(): void {
    if (this._io_refs > 0) this._io_refs--;
    if (this.#closed) this.close();
  }

  /** Lib/socket.py: socket.detach. Gives the descriptor up without closing it; answers it, -1 when there is none. */
  override detach(): number {
    this.#closed = true;
    return super.detach();
  }

  /** Lib/socket.py: socket.get_inheritable. Whether programs that this one starts get the descriptor. */
  get_inheritable(): boolean {
    return (this.#fcntl(F_GETFD) & FD_CLOEXEC) === 0;
  }

  /** Lib/socket.py: socket.set_inheritable */
  set_inheritable(inheritable: boolean): void {
    const flags = this.#fcntl(F_GETFD);
    this.#fcntl(F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC);
  }

  #fcntl(command: number, argument = 0): number {
    const result = fcntl(this.fileno(), command, argument);
    return result < 0 ? throwResult(result) : result;
  }

  /** Lib/socket.py: socket.__exit__. Closes the socket at the end of the block of a `using` declaration. */
  [Symbol.dispose](): void {
    if (!this.#closed) this.close();
  }

  /** Lib/socket.py: socket.__repr__. The state of the socket, and the addresses that it has. */
  override toString(): string {
    const name = this.constructor === socket ? 'socket.socket' : this.constructor.name;
    const { family, type, proto } = this;
    const state = `fd=${this.fileno()}, family=${family}, type=${type}, proto=${proto}`;
    const addresses = this.#closed ? '' : this.#address('laddr') + this.#address('raddr');
    return `<${name}${this.#closed ? ' [closed]' : ''} ${state}${addresses}>`;
  }

  #address(end: 'laddr' | 'raddr'): string {
    try {
      const address = end === 'laddr' ? this.getsockname() : this.getpeername();
      return isTrue(address) ? `, ${end}=${typeof address === 'string' ? address : repr(address)}` : '';
    } catch (error) {
      if (error instanceof OSError) return '';
      throw error;
    }
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Python's truth of an address. */
function isTrue(address: SockAddr): boolean {
  if (address === null || address === '' || address === 0) return false;
  return typeof address !== 'object' || !('length' in address) || address.length > 0;
}
