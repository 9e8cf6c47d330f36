/** selectmodule.c: select.epoll: poll. */
import { constants, sys } from '@pysock/host';
import { pollTimeout } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCallKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { ObjectTable } from '../../handles/object-table.ts';
import type { SelectArguments } from './arguments.ts';
import { closed, type EpollObject } from './epoll-object.ts';
import { type DescriptorWait, waitFor } from './wait.ts';

const { POLLIN } = constants;

const NS_PER_MS = 1e6;
/** How many events are fetched at once where the caller does not say: FD_SETSIZE - 1. */
const DEFAULT_EVENTS = 1023;
/** However many are asked for: what does not fit comes with the next poll(). */
const MOST_EVENTS = 1 << 16;

const EVENT_WORDS = sys.epollEvents(1).length;

/** What the kernel writes events to. They are taken out when a wait is over, before anything else can wait. */
let events = sys.epollEvents(DEFAULT_EVENTS);

class EpollWait implements DescriptorWait {
  private epfd: number;
  private readonly maxevents: number;

  constructor(epfd: number, maxevents: number) {
    this.epfd = epfd;
    this.maxevents = Math.min(maxevents, MOST_EVENTS);
    if (this.maxevents > DEFAULT_EVENTS && events.length < EVENT_WORDS * this.maxevents) {
      events = sys.epollEvents(this.maxevents);
    }
  }

  attempt(timeout: number): number {
    return sys.epoll_wait(this.epfd, events, this.maxevents, pollTimeout(timeout));
  }

  /** epoll_wait holds its file. */
  moved(from: number, to: number): void {
    if (this.epfd === from) this.epfd = to;
  }

  pollfds(): { fds: Int32Array; count: number } {
    return { fds: Int32Array.of(this.epfd, POLLIN), count: 1 };
  }
}

export function pollMethod(bridge: Bridge, parse: SelectArguments, table: ObjectTable<EpollObject>): MethodDef {
  const { capi, descriptors, errors, parsers, finishCall: finish } = bridge;
  const parsePoll = parsers.fastKeywords('|OO:poll', ['timeout', 'maxevents']);

  function poll(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parsePoll(args, count, names);
    if (parsed === null) return 0;
    const [timeoutobj = 0, maxobj] = parsed as [PyObject?, PyObject?];
    let maxevents = maxobj === undefined ? -1 : parse.int(maxobj);
    if (maxevents === null) return 0;
    const { epfd } = table.of(self);
    if (epfd < 0) return closed(capi);
    const timeout = parse.seconds(timeoutobj, 'an integer');
    // sic: rounded up, so that -0.0005 does not wait, where -0.001 waits without end.
    const ms = timeout === null ? 0 : Math.ceil(timeout / NS_PER_MS);
    if (timeout === null || !parse.isMilliseconds(ms)) return 0;
    if (maxevents === -1) maxevents = DEFAULT_EVENTS;
    if (maxevents < 1) return capi.raise('ValueError', `maxevents must be greater than 0, got ${maxevents}`);
    const wait = new EpollWait(descriptors.host(epfd), maxevents);
    const isForever = timeoutobj === 0 || timeoutobj === capi.Py_None;
    return finish(waitFor(bridge, wait, isForever ? -1 : ms * NS_PER_MS), listOfEvents);
  }

  function listOfEvents(count: number): PyObject {
    if (count < 0) return errors.setResult(count);
    return capi.listFrom(count, pairOfEvent);
  }

  function pairOfEvent(index: number): PyObject {
    return capi.pairOf(capi.fromNumber(sys.epollData(events, index)), capi.fromNumber(sys.epollMask(events, index)));
  }

  return fastCallKeywords(
    'poll',
    poll,
    'poll($self, /, timeout=None, maxevents=-1)\n--\n\nWait until there are events. Returns a list of pairs (fd, events), empty when the time\nis over. timeout is in seconds, and may be a fraction; None or a negative one waits\nwithout end. maxevents is how many pairs there may be; -1 leaves it open.',
    { waits: true },
  );
}
