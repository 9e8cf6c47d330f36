/**
 * Which open descriptors the process was started with. The others are Node's own, opened before our first line runs.
 *
 * Node marks the first sixteen descriptors, and those that follow without a gap, to be closed on exec (libuv's
 * uv_disable_stdio_inheritance), so that this flag tells only what lies beyond. Seen on Node 20, 22, 24 and 26: its own are epolls,
 * rings, eventfds, and pipes of which both ends are here. They have the lowest numbers that were free, an epoll first and a pipe
 * soon after.
 *
 * Differs: an inherited epoll, ring or eventfd is taken for Node's when it has one of the numbers between Node's own.
 */
import { fstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { O_CLOEXEC, S_IFIFO, S_IFMT } from '@pysock/host/constants';

const LAST_STANDARD = 2;
/** The clock of file times lags behind by at most one tick of 100 a second. */
const TICK = 10;

export type Kind =
  /** Nothing that Node opens. */
  | 'foreign'
  /** A pipe of Node's. */
  | 'pipe'
  | 'epoll'
  /** Something else that Node opens, and its parent may have opened as well. */
  | 'either';

interface Open {
  readonly fd: number;
  readonly stats: Stats;
}

/** Whether a descriptor goes on to a program that is executed: none of Node's does. */
function isUnmarked(fd: number): boolean {
  const [, flags = '0'] = /flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? [];
  return (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
}

/** What has no file type: made by the kernel, for one purpose. */
function anonymousKind(fd: number): Kind {
  switch (readlinkSync(`/proc/self/fd/${fd}`)) {
    case 'anon_inode:[eventpoll]':
      return 'epoll';
    case 'anon_inode:[io_uring]':
    case 'anon_inode:[eventfd]':
      return 'either';
    default:
      return 'foreign';
  }
}

/** When the pipe was made, at the latest. */
const age = ({ atimeMs, mtimeMs, ctimeMs }: Stats): number => Math.min(atimeMs, mtimeMs, ctimeMs);

function kindOf({ fd, stats }: Open, pipes: ReadonlyMap<number, number>, start: number): Kind {
  switch (stats.mode & S_IFMT) {
    case 0:
      return anonymousKind(fd);
    case S_IFIFO:
      return pipes.get(stats.ino) === 2 && age(stats) >= start - TICK ? 'pipe' : 'foreign';
    default:
      return 'foreign';
  }
}

function listedDescriptors(): string[] {
  try {
    return readdirSync('/proc/self/fd');
  } catch {
    return [];
  }
}

/** Every descriptor above the standard ones, in order; none without /proc. The one that lists them is closed again. */
function openDescriptors(): Open[] {
  const found: Open[] = [];
  for (const name of listedDescriptors()) {
    const fd = Number(name);
    if (fd <= LAST_STANDARD) continue;
    try {
      found.push({ fd, stats: fstatSync(fd) });
    } catch {
      // The listing's own.
    }
  }
  return found.sort((left, right) => left.fd - right.fd);
}

/**
 * Which of the descriptors, in order, were inherited. `isUnmarked` tells whether one goes on to other programs, which none of Node's
 * own does; it is asked only of those that Node cannot have marked.
 */
export function chooseInherited(
  open: readonly { readonly fd: number; readonly kind: Kind }[],
  isUnmarked: (fd: number) => boolean,
): number[] {
  const firstOwn = open.findIndex(({ kind }) => kind === 'epoll');
  const start = open[firstOwn];
  return open
    .filter(({ fd, kind }, index) => {
      if (kind === 'foreign' || start === undefined || index < firstOwn) return true;
      const isBehindGap = fd - index > start.fd - firstOwn;
      return isBehindGap && isUnmarked(fd);
    })
    .map(({ fd }) => fd);
}

/** The descriptors above the standard ones that the process inherited. `start` is when it began, in milliseconds since 1970. */
export function inheritedDescriptors(start = performance.timeOrigin): number[] {
  const open = openDescriptors();
  const pipes = new Map<number, number>();
  for (const { stats } of open) pipes.set(stats.ino, (pipes.get(stats.ino) ?? 0) + 1);
  const kinds = open.map((one) => ({ fd: one.fd, kind: kindOf(one, pipes, start) }));
  return chooseInherited(kinds, isUnmarked);
}
