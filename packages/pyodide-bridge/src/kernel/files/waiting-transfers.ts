/**
 * fd_read and fd_write on pipes, sockets and devices. What can be had at once is taken without blocking (RWF_NOWAIT); a pipe is then waited for
 * together with all that other threads wait for, and anything else in the kernel.
 */
import { addressOf, callHere, constants, sys } from '@pysock/host';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { Wait } from '../../scheduler/threads.ts';
import type { HostStream } from '../descriptors/host-stream.ts';
import type { HostFilesContext } from './context.ts';
import type { WaitingCalls } from './waiting-call.ts';

const { EAGAIN, EINTR, EINVAL, EOPNOTSUPP, ENOSYS, F_GETFL, O_NONBLOCK, POLLIN, POLLOUT, RWF_NOWAIT } = constants;
const { S_IFCHR, S_IFIFO, S_IFMT, S_IFSOCK, SYS_preadv2, SYS_pwritev2, SYS_readv, SYS_writev } = constants;

/** fd, iovs, iovs_len, counter */
const ARITY = 4;
/** Of preadv2: the file's own position. */
const CURRENT = -1;

/** The host's `struct iovec` for what the guest's says, without the first `done` bytes. */
class Vector {
  readonly words: BigUint64Array;
  readonly count: number;
  readonly length: number;

  constructor(parts: readonly { address: number; length: number }[], done: number) {
    this.words = new BigUint64Array(Math.max(parts.length, 1) * 2);
    let [count, skipped, length] = [0, done, 0];
    for (const part of parts) {
      const skip = Math.min(skipped, part.length);
      skipped -= skip;
      if (skip === part.length) continue;
      this.words[count * 2] = BigInt(part.address + skip);
      this.words[count * 2 + 1] = BigInt(part.length - skip);
      length += part.length - skip;
      count++;
    }
    this.count = count;
    this.length = length;
  }
}

interface Direction {
  readonly events: number;
  readonly now: number;
  readonly blocking: number;
  /** A transfer of a part is over. */
  readonly isOverWithPart: boolean;
}

const READ: Direction = { events: POLLIN, now: SYS_preadv2, blocking: SYS_readv, isOverWithPart: true };
const WRITE: Direction = { events: POLLOUT, now: SYS_pwritev2, blocking: SYS_writev, isOverWithPart: false };

/** One transfer, from where it has come. */
class Transfer {
  readonly #parts: readonly { address: number; length: number }[];
  readonly #direction: Direction;
  #done = 0;
  #vector: Vector;
  readonly file: { fd: number; readonly events: number };

  constructor(fd: number, parts: readonly { address: number; length: number }[], direction: Direction) {
    this.file = { fd, events: direction.events };
    this.#parts = parts;
    this.#direction = direction;
    this.#vector = new Vector(parts, 0);
  }

  get length(): number {
    return this.#vector.length;
  }

  /** What is transferred without blocking, -EAGAIN when that is not all that has to be, or another error. */
  readonly now = (): number => {
    for (;;) {
      const { words, count } = this.#vector;
      const args = [this.file.fd, addressOf(words), count, CURRENT, CURRENT, RWF_NOWAIT];
      const result = this.returned(callHere({ number: this.#direction.now, args }));
      // Some of it went: a pipe takes more when it is asked again.
      if (result !== -EAGAIN || this.#made === 0) return result;
    }
  };
  /** How much the last call has transferred. */
  #made = 0;

  /** The result of the whole, when a call has returned. */
  returned(result: number): number {
    this.#made = Math.max(result, 0);
    this.#done += this.#made;
    if (result < 0 && (this.#done === 0 || result === -EAGAIN)) return result;
    if (result <= 0 || this.#direction.isOverWithPart || this.#made === this.#vector.length) return this.#done;
    this.#vector = new Vector(this.#parts, this.#done);
    return -EAGAIN;
  }

  /** The result when there is no waiting for the rest. */
  get soFar(): number | undefined {
    return this.#done > 0 ? this.#done : undefined;
  }

  /** Blocks in the kernel for what is left. */
  inKernel(scheduler: Scheduler): Wait {
    const self = this;
    return scheduler.kernelWait({
      descriptors: [0],
      prepare: () => {
        const { words, count } = this.#vector;
        return { number: this.#direction.blocking, args: [this.file.fd, addressOf(words), count] };
      },
      returned: (result) => this.returned(result),
      get whenSignalled() {
        return self.whenSignalled;
      },
      moved: (_from, to) => {
        this.file.fd = to;
      },
    });
  }

  /** As in the kernel: CPython runs the handlers, and makes the call again when nothing was transferred. */
  get whenSignalled(): number {
    return this.soFar ?? -EINTR;
  }

  parked(scheduler: Scheduler): Wait {
    const self = this;
    return {
      files: [this.file],
      deadline: Number.POSITIVE_INFINITY,
      attempt: this.now,
      inKernel: () => this.inKernel(scheduler),
      get whenSignalled() {
        return self.whenSignalled;
      },
    };
  }
}

/** Of a stream whose kind was looked up. */
type KnownStream = HostStream & { kind?: number };

export function createWaitingTransfers({ module, errno, memory, descriptors }: HostFilesContext): WaitingCalls {
  function kindOf(stream: KnownStream): number {
    stream.kind ??= sys.fstat(stream.nfd) < 0 ? 0 : sys.stat.mode & S_IFMT;
    return stream.kind;
  }

  function partsAt(vector: number, count: number): { address: number; length: number }[] {
    const words = module.HEAPU32;
    return Array.from({ length: count }, (_, index) => {
      const word = (vector >>> 2) + index * 2;
      return { address: memory.address(words[word] as number), length: words[word + 1] as number };
    });
  }

  function resultOf(scheduler: Scheduler, transfer: Transfer, kind: number, direction: Direction): number | undefined {
    const { fd } = transfer.file;
    let result = kind === S_IFCHR ? -EOPNOTSUPP : transfer.now();
    const isUnsupported = result === -EOPNOTSUPP || result === -EINVAL || result === -ENOSYS;
    if (isUnsupported) {
      // What is ready does not block: a terminal, a device that always is.
      if (kind === S_IFCHR && sys.pollOne(fd, direction.events, 0) !== 0) return undefined;
      result = -EAGAIN;
    }
    if (result !== -EAGAIN) return result;
    if ((sys.fcntl(fd, F_GETFL) & O_NONBLOCK) !== 0) return transfer.soFar;
    const isParked = kind === S_IFIFO && !isUnsupported;
    return scheduler.waitFor(isParked ? transfer.parked(scheduler) : transfer.inKernel(scheduler));
  }

  const transferring = (direction: Direction): WaitingCalls[string] => ({
    arity: ARITY,
    make(scheduler, fd = 0, vector = 0, count = 0, counter = 0) {
      const stream = descriptors.find(fd) as KnownStream | undefined;
      if (stream === undefined) return undefined;
      const kind = kindOf(stream);
      if (kind !== S_IFIFO && kind !== S_IFSOCK && kind !== S_IFCHR) return undefined;
      const transfer = new Transfer(stream.nfd, partsAt(vector, count), direction);
      // Nothing to transfer: the kernel does not wait for it.
      if (transfer.length === 0) return undefined;
      const result = resultOf(scheduler, transfer, kind, direction);
      if (result === undefined) return undefined;
      const conclude = (done: number): number => {
        if (done < 0) return errno.guest(-done);
        module.HEAPU32[counter >>> 2] = done;
        return 0;
      };
      return { result, conclude };
    },
  });

  return { fd_read: transferring(READ), fd_write: transferring(WRITE) };
}
