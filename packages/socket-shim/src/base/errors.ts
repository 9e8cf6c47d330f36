/**
 * Python's exceptions as JavaScript errors. A class keeps its Python name and its place in Python's tree; `message` is
 * what Python's `str()` gives. Python's TypeError is JavaScript's.
 */

import { INTERRUPTED, TIMED_OUT } from '@pysock/host/call';
import * as E from '@pysock/host/constants';
import { gai_strerror, hstrerror, strerror } from '@pysock/host/sys';
import { repr } from './python-types.ts';

/**
 * Objects/exceptions.c: OSError. `errno` and `strerror` are null when it was made from a message alone.
 *
 * Differs: Python's `OSError(errno, strerror)` answers the errno's own subclass; here {@link oserror} does.
 */
export class OSError extends Error {
  readonly errno: number | null;
  readonly strerror: string | null;
  /** What the call was about: a path or an interface's name. */
  readonly filename: unknown;

  constructor(message?: string);
  constructor(errno: number, strerror: string, filename?: unknown);
  constructor(first: number | string = '', strerror?: string, filename?: unknown) {
    const subject = filename === undefined || filename === null ? '' : `: ${repr(filename)}`;
    super(strerror === undefined ? String(first) : `[Errno ${first}] ${strerror}${subject}`);
    this.errno = strerror === undefined ? null : (first as number);
    this.strerror = strerror ?? null;
    this.filename = filename ?? null;
  }

  /** Python's `args`. */
  get args(): readonly unknown[] {
    if (this.errno !== null) return [this.errno, this.strerror];
    return this.message === '' ? [] : [this.message];
  }
}

/** Objects/exceptions.c: BlockingIOError. The call would have had to wait: EAGAIN, EALREADY, EINPROGRESS. */
export class BlockingIOError extends OSError {
  /** How many bytes a buffered stream took before it would have blocked. */
  characters_written?: number;
}
/** Objects/exceptions.c: ChildProcessError: ECHILD. */
export class ChildProcessError extends OSError {}
/** Objects/exceptions.c: ConnectionError. What is wrong with a connection. */
export class ConnectionError extends OSError {}
/** Objects/exceptions.c: BrokenPipeError. Nobody is there to read: EPIPE, ESHUTDOWN. */
export class BrokenPipeError extends ConnectionError {}
/** Objects/exceptions.c: ConnectionAbortedError: ECONNABORTED. */
export class ConnectionAbortedError extends ConnectionError {}
/** Objects/exceptions.c: ConnectionRefusedError. Nobody listens there: ECONNREFUSED. */
export class ConnectionRefusedError extends ConnectionError {}
/** Objects/exceptions.c: ConnectionResetError. The peer broke the connection off: ECONNRESET. */
export class ConnectionResetError extends ConnectionError {}
/** Objects/exceptions.c: FileExistsError: EEXIST. */
export class FileExistsError extends OSError {}
/** Objects/exceptions.c: FileNotFoundError: ENOENT. */
export class FileNotFoundError extends OSError {}
/** Objects/exceptions.c: InterruptedError: EINTR. */
export class InterruptedError extends OSError {}
/** Objects/exceptions.c: IsADirectoryError: EISDIR. */
export class IsADirectoryError extends OSError {}
/** Objects/exceptions.c: NotADirectoryError: ENOTDIR. */
export class NotADirectoryError extends OSError {}
/** Objects/exceptions.c: PermissionError: EACCES, EPERM. */
export class PermissionError extends OSError {}
/** Objects/exceptions.c: ProcessLookupError: ESRCH. */
export class ProcessLookupError extends OSError {}
/** Objects/exceptions.c: TimeoutError. A socket's timeout passed (then without an errno), or ETIMEDOUT. */
export class TimeoutError extends OSError {}

/** socketmodule.c: gaierror. A name or service could not be resolved: `errno` is an `EAI_*` code, `strerror` the text of gai_strerror(). */
export class gaierror extends OSError {}
/** socketmodule.c: herror. The host database failed: `errno` is an `h_errno` code, `strerror` the text of hstrerror(). */
export class herror extends OSError {}
/** io.UnsupportedOperation: the stream cannot do that. Python's is a ValueError too. */
export class UnsupportedOperation extends OSError {}

/** Objects/exceptions.c: ValueError. A value of the right type that makes no sense. */
export class ValueError extends Error {}
/** Objects/exceptions.c: OverflowError. A number that is too large for where it goes. */
export class OverflowError extends Error {}
/** Objects/exceptions.c: SystemError. The interpreter's own mistake. */
export class SystemError extends Error {}
/** Objects/exceptions.c: LookupError. Nothing has that name, as an unknown encoding. */
export class LookupError extends Error {}
/** Objects/exceptions.c: UnicodeError. Text that cannot be encoded, or bytes that cannot be decoded. */
export class UnicodeError extends ValueError {}

/** Objects/exceptions.c: UnicodeEncodeError. `start` and `end` count code points. */
export class UnicodeEncodeError extends UnicodeError {
  readonly encoding: string;
  readonly object: string;
  readonly start: number;
  readonly end: number;
  readonly reason: string;

  constructor(encoding: string, object: string, start: number, end: number, reason: string) {
    const points = Array.from(object);
    const what =
      end - start === 1
        ? `character '${escaped(points[start] as string)}' in position ${start}`
        : `characters in position ${start}-${end - 1}`;
    super(`'${encoding}' codec can't encode ${what}: ${reason}`);
    this.encoding = encoding;
    this.object = object;
    this.start = start;
    this.end = end;
    this.reason = reason;
  }
}

function escaped(character: string): string {
  const point = character.codePointAt(0) as number;
  const hex = point.toString(16);
  if (point < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Objects/exceptions.c: UnicodeDecodeError. `start` and `end` count bytes. */
export class UnicodeDecodeError extends UnicodeError {
  readonly encoding: string;
  readonly object: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly reason: string;

  constructor(encoding: string, object: Uint8Array, start: number, end: number, reason: string) {
    const what =
      end - start === 1
        ? `byte 0x${(object[start] as number).toString(16).padStart(2, '0')} in position ${start}`
        : `bytes in position ${start}-${end - 1}`;
    super(`'${encoding}' codec can't decode ${what}: ${reason}`);
    this.encoding = encoding;
    this.object = object;
    this.start = start;
    this.end = end;
    this.reason = reason;
  }
}

/** Objects/exceptions.c: ExceptionGroup */
export class ExceptionGroup extends AggregateError {
  /** Python's name of `errors`. */
  get exceptions(): readonly Error[] {
    return this.errors;
  }

  constructor(message: string, exceptions: readonly Error[]) {
    const many = exceptions.length === 1 ? 'sub-exception' : 'sub-exceptions';
    super(exceptions, `${message} (${exceptions.length} ${many})`);
  }
}

/** The exceptions by their Python names. */
export const exceptions = {
  OSError,
  BlockingIOError,
  ChildProcessError,
  ConnectionError,
  BrokenPipeError,
  ConnectionAbortedError,
  ConnectionRefusedError,
  ConnectionResetError,
  FileExistsError,
  FileNotFoundError,
  InterruptedError,
  IsADirectoryError,
  NotADirectoryError,
  PermissionError,
  ProcessLookupError,
  TimeoutError,
  gaierror,
  herror,
  UnsupportedOperation,
  ValueError,
  OverflowError,
  LookupError,
  SystemError,
  UnicodeError,
  UnicodeEncodeError,
  UnicodeDecodeError,
  ExceptionGroup,
} as const;

// On the prototype and not from `constructor.name`, which a bundler may change.
for (const [name, type] of Object.entries(exceptions)) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}

type OSErrorClass = new (errno: number, strerror: string, filename?: unknown) => OSError;

/** Objects/exceptions.c: ADD_ERRNO, the subclasses that an errno has. */
const subclasses: ReadonlyMap<number, OSErrorClass> = new Map<number, OSErrorClass>([
  [E.EAGAIN, BlockingIOError],
  [E.EALREADY, BlockingIOError],
  [E.EINPROGRESS, BlockingIOError],
  [E.EWOULDBLOCK, BlockingIOError],
  [E.EPIPE, BrokenPipeError],
  [E.ESHUTDOWN, BrokenPipeError],
  [E.ECHILD, ChildProcessError],
  [E.ECONNABORTED, ConnectionAbortedError],
  [E.ECONNREFUSED, ConnectionRefusedError],
  [E.ECONNRESET, ConnectionResetError],
  [E.EEXIST, FileExistsError],
  [E.ENOENT, FileNotFoundError],
  [E.EISDIR, IsADirectoryError],
  [E.ENOTDIR, NotADirectoryError],
  [E.EINTR, InterruptedError],
  [E.EACCES, PermissionError],
  [E.EPERM, PermissionError],
  [E.ESRCH, ProcessLookupError],
  [E.ETIMEDOUT, TimeoutError],
]);

/** The exception of an errno (positive): its own subclass of OSError, with the system's text unless another is given. */
export function oserror(errno: number, text: string = strerror(errno), filename?: unknown): OSError {
  const type = subclasses.get(errno) ?? OSError;
  return new type(errno, text, filename);
}

/** socketmodule.c: set_gaierror. `error` is what getaddrinfo() or getnameinfo() answered, `errno` counts for EAI_SYSTEM. */
export function set_gaierror(error: number, errno: number): OSError {
  return error === E.EAI_SYSTEM ? oserror(errno) : new gaierror(error, gai_strerror(error));
}

/** socketmodule.c: set_herror */
export function set_herror(h_error: number): herror {
  return new herror(h_error, hstrerror(h_error));
}

const interruption: { error: unknown } = { error: undefined };

/** What {@link throwResult} throws for INTERRUPTED: a waiter keeps here what a signal handler raised, and answers INTERRUPTED. */
export function interruptWith(error: unknown): void {
  interruption.error = error;
}

/** Throws the exception of a negative result: `-errno`, TIMED_OUT or INTERRUPTED. */
export function throwResult(result: number): never {
  if (result === TIMED_OUT) throw new TimeoutError('timed out');
  if (result === INTERRUPTED) throw interruption.error ?? oserror(E.EINTR);
  throw oserror(-result);
}

export { OSError as error, TimeoutError as timeout };
