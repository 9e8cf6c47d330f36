/** Lib/socket.py: socket.sendfile. A file to a connection. */
import { EAGAIN, EINTR, POLLOUT, SEEK_SET, SOCK_STREAM } from '@pysock/host/constants';
import { fstat, lseek, pollOne, read, stat, sendfile as sys_sendfile } from '@pysock/host/sys';
import { BlockingIOError, oserror, TimeoutError, ValueError } from '../base/errors.ts';
import { repr } from '../base/python-types.ts';

/** A file in Python's way: `fileno` where it has a descriptor, `mode` where it may be text. */
export interface FileObject {
  read(size: number): Uint8Array;
  seek?(offset: number): unknown;
  fileno?(): number;
  readonly mode?: string;
}

/** A descriptor, an object that has one as Node's file handles do, or a file in Python's way. */
export type SendfileSource = number | { readonly fd: number } | FileObject;

/** Python's keyword arguments of sendfile(). */
export interface SendfileOptions {
  /** Where in the file to begin, in bytes. */
  offset?: number;
  /** How many bytes at most; to the end of the file when left out. */
  count?: number | null;
}

/** What sendfile() needs of a socket. */
export interface SendfileSocket {
  readonly type: number;
  fileno(): number;
  gettimeout(): number | null;
  send(data: Uint8Array): number;
}

/** bpo-38319: more in one call would overflow. */
const MAX_BLOCK = 2 ** 30;
const FALLBACK_BLOCK = 8192;

interface Source {
  readonly fd: number | undefined;
  read(size: number): Uint8Array;
  seek(offset: number): void;
}

/**
 * Lib/socket.py: socket.sendfile. Sends a file by the system's sendfile(), or by send() where that cannot. Answers how many
 * bytes were sent; the file's position is then behind them, after an error too.
 *
 * @throws ValueError for a non-blocking or a datagram socket and a file of text, OSError, TimeoutError.
 */
export function sendfile(
  sock: SendfileSocket,
  file: SendfileSource,
  { offset = 0, count = null }: SendfileOptions = {},
): number {
  checkSendfileParams(sock, file, count);
  const source = sourceOf(file);
  return useSendfile(sock, source, offset, count) ?? useSend(sock, source, offset, count);
}

/** Lib/socket.py: socket._check_sendfile_params */
function checkSendfileParams(sock: SendfileSocket, file: SendfileSource, count: unknown): void {
  const mode = typeof file === 'object' && 'mode' in file ? file.mode : undefined;
  if (mode !== undefined && !mode.includes('b')) throw new ValueError('file should be opened in binary mode');
  if ((sock.type & SOCK_STREAM) === 0) throw new ValueError('only SOCK_STREAM type sockets are supported');
  if (count === null) return;
  const text = `count must be a positive integer (got ${repr(count)})`;
  if (!Number.isInteger(count)) throw new TypeError(text);
  if ((count as number) <= 0) throw new ValueError(text);
}

function sourceOf(file: SendfileSource): Source {
  if (typeof file === 'number') return descriptorSource(file);
  if ('fd' in file) return descriptorSource(file.fd);
  return {
    fd: filenoOf(file),
    read: (size) => file.read(size),
    seek: (offset) => {
      file.seek?.(offset);
    },
  };
}

function filenoOf(file: FileObject): number | undefined {
  try {
    return file.fileno?.();
  } catch {
    return undefined;
  }
}

function descriptorSource(fd: number): Source {
  return {
    fd,
    read(size) {
      const bytes = new Uint8Array(size);
      return bytes.subarray(0, checked(read(fd, bytes, size)));
    },
    seek(offset) {
      checked(lseek(fd, offset, SEEK_SET));
    },
  };
}

function checked(result: number): number {
  if (result < 0) throw oserror(-result);
  return result;
}

/** Lib/socket.py: socket._sendfile_use_sendfile. null when the file is none that the system can send. */
function useSendfile(sock: SendfileSocket, source: Source, offset: number, count: number | null): number | null {
  const { fd } = source;
  if (fd === undefined || fstat(fd) < 0) return null;
  const size = Number(stat.size);
  if (size === 0) return 0;
  const timeout = blockingTimeout(sock);
  const position = new BigInt64Array(1);
  let sent = 0;
  try {
    for (;;) {
      if (timeout !== null) waitToWrite(sock.fileno(), timeout);
      const block = Math.min(count === null ? size : count - sent, MAX_BLOCK);
      if (block <= 0) return sent;
      position[0] = BigInt(offset + sent);
      const n = sys_sendfile(sock.fileno(), fd, position, block);
      if (n === 0) return sent;
      if (n > 0) sent += n;
      else if (n === -EAGAIN && timeout === null) waitToWrite(sock.fileno(), null);
      else if (n !== -EAGAIN && n !== -EINTR && sent === 0) return null;
      else if (n !== -EAGAIN && n !== -EINTR) throw oserror(-n);
    }
  } finally {
    if (sent > 0) source.seek(offset + sent);
  }
}

/** Lib/socket.py: socket._sendfile_use_send */
function useSend(sock: SendfileSocket, source: Source, offset: number, count: number | null): number {
  blockingTimeout(sock);
  if (offset > 0) source.seek(offset);
  let sent = 0;
  try {
    for (;;) {
      const block = Math.min(count === null ? FALLBACK_BLOCK : count - sent, FALLBACK_BLOCK);
      if (block <= 0) return sent;
      const data = source.read(block);
      if (data.length === 0) return sent;
      for (let at = 0; at < data.length; ) {
        const n = sendSome(sock, data.subarray(at));
        at += n;
        sent += n;
      }
    }
  } finally {
    if (sent > 0) source.seek(offset + sent);
  }
}

function sendSome(sock: SendfileSocket, data: Uint8Array): number {
  try {
    return sock.send(data);
  } catch (error) {
    if (error instanceof BlockingIOError) return 0;
    throw error;
  }
}

function blockingTimeout(sock: SendfileSocket): number | null {
  const timeout = sock.gettimeout();
  if (timeout === 0) throw new ValueError('non-blocking sockets are not supported');
  return timeout;
}

/** selectors.PollSelector: waits in poll(), again after a signal (PEP 475). Seconds, null for no end. */
function waitToWrite(fd: number, timeout: number | null): void {
  const deadline = timeout === null ? null : performance.now() + timeout * 1000;
  for (;;) {
    const left = deadline === null ? -1 : Math.max(0, Math.ceil(deadline - performance.now()));
    const ready = pollOne(fd, POLLOUT, left);
    if (ready === 0) throw new TimeoutError('timed out');
    if (ready !== -EINTR) {
      checked(ready);
      return;
    }
  }
}
