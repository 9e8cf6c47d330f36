/** selectmodule.c: pyEpoll_Object: the type `select.epoll`. */
import { constants, sys } from '@pysock/host';
import { pollTimeout } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, fastCallKeywords, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { type MethodDef, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE } from '../../handles/object-table.ts';
import { IN_MEMORY, type SelectArguments } from './arguments.ts';
import { type DescriptorWait, waitFor } from './wait.ts';

const { EPOLL_CLOEXEC, EPOLL_CTL_ADD, EPOLL_CTL_DEL, EPOLL_CTL_MOD, EPOLLIN, EPOLLOUT, EPOLLPRI } = constants;
const { EBADF, EPERM, POLLIN } = constants;

const NS_PER_MS = 1e6;
/** How many events are fetched at once where the caller does not say: FD_SETSIZE - 1. */
const DEFAULT_EVENTS = 1023;
/** However many are asked for: what does not fit comes with the next poll(). */
const MOST_EVENTS = 1 << 16;

const EVENT_WORDS = sys.epollEvents(1).length;

interface EpollObject {
  /** The guest's descriptor; -1 when closed. */
  epfd: number;
}

/** What the kernel writes events to. They are taken out when a wait is over, before anything else can wait. */
let events = sys.epollEvents(DEFAULT_EVENTS);

class EpollWait implements DescriptorWait {
  private readonly epfd: number;
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

  pollfds(): { fds: Int32Array; count: number } {
    return { fds: Int32Array.of(this.epfd, POLLIN), count: 1 };
  }
}

export function createEpollType(bridge: Bridge, parse: SelectArguments, owner: PyObject): PyObject {
  const { capi, define, descriptors, errors, parsers, finish } = bridge;
  const table = createObjectTable<EpollObject>(capi, define);
  const parseNew = parsers.keywords('|OO:epoll', ['sizehint', 'flags']);
  const parseRegister = parsers.fastKeywords('O|O:register', ['fd', 'eventmask']);
  const parseModify = parsers.fastKeywords('OO:modify', ['fd', 'eventmask']);
  const parseUnregister = parsers.fastKeywords('O:unregister', ['fd']);
  const parsePoll = parsers.fastKeywords('|OO:poll', ['timeout', 'maxevents']);
  const masks = parsers.positional('I');

  const closed = (): 0 => capi.raise('ValueError', 'I/O operation on closed epoll object');

  /** selectmodule.c: newPyEpoll_Object. `epfd` -1 makes a new descriptor. */
  function create(type: PyObject, epfd: number): PyObject {
    const self = table.create(type, { epfd });
    if (self === 0 || epfd >= 0) return self;
    const host = epfd === -1 ? sys.epoll_create1(EPOLL_CLOEXEC) : -EBADF;
    if (host >= 0) {
      table.of(self).epfd = descriptors.open(host);
      return self;
    }
    table.of(self).epfd = -1;
    capi.Py_DecRef(self);
    return errors.setResult(host);
  }

  function pyepoll_new(type: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parseNew(args, kwargs);
    if (parsed === null) return 0;
    const [sizehintobj, flagsobj] = parsed as [PyObject?, PyObject?];
    const sizehint = sizehintobj === undefined ? undefined : parse.int(sizehintobj);
    if (sizehint === null) return 0;
    const flags = flagsobj === undefined ? undefined : parse.int(flagsobj);
    if (flags === null) return 0;
    if (sizehint !== undefined && sizehint !== -1 && sizehint <= 0)
      return capi.raise('ValueError', 'negative sizehint');
    if (flags !== undefined && flags & ~EPOLL_CLOEXEC) return capi.raise('OSError', 'invalid flags');
    return create(type, -1);
  }

  function fromfd(type: PyObject, o: PyObject): PyObject {
    const fd = parse.int(o);
    return fd === null ? 0 : create(type, fd);
  }

  /** selectmodule.c: pyepoll_internal_close */
  function internal_close(object: EpollObject): void {
    const { epfd } = object;
    object.epfd = -1;
    if (epfd >= 0) descriptors.close(epfd);
  }

  function dealloc(self: PyObject): undefined {
    internal_close(table.of(self));
    table.dealloc(self);
  }

  /** sic: an error of close(2) is not raised. */
  function close(self: PyObject): PyObject {
    internal_close(table.of(self));
    return capi.none();
  }

  /** An event mask, of which only 32 bits count; null with an exception set. */
  function eventmask(o: PyObject): number | null {
    const exact = capi.exactInt(o);
    if (exact !== undefined && exact >= 0) return exact;
    return capi.memory.onStack(4, (slot) => {
      capi.memory.setInt32(slot, o);
      const parsed = masks(slot, 1);
      return parsed === null ? null : (parsed[0] as number);
    });
  }

  /** selectmodule.c: pyepoll_internal_ctl */
  function internal_ctl(self: PyObject, operation: number, fd: number, mask: number): PyObject {
    const { epfd } = table.of(self);
    if (epfd < 0) return closed();
    const host = parse.host(fd);
    const done = host === IN_MEMORY ? -EPERM : sys.epoll_ctl(descriptors.host(epfd), operation, host, mask, fd);
    return done < 0 ? errors.setResult(done) : capi.none();
  }

  function controlling(parseArguments: typeof parseRegister, operation: number) {
    return (self: PyObject, args: number, count: number, names: PyObject): PyObject => {
      const parsed = parseArguments(args, count, names);
      if (parsed === null) return 0;
      const [fdobj, maskobj] = parsed as [PyObject, PyObject?];
      const fd = parse.fd(fdobj);
      if (fd === -1) return 0;
      const mask = maskobj === undefined ? EPOLLIN | EPOLLPRI | EPOLLOUT : eventmask(maskobj);
      return mask === null ? 0 : internal_ctl(self, operation, fd, mask);
    };
  }

  function poll(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parsePoll(args, count, names);
    if (parsed === null) return 0;
    const [timeoutobj = 0, maxobj] = parsed as [PyObject?, PyObject?];
    let maxevents = maxobj === undefined ? -1 : parse.int(maxobj);
    if (maxevents === null) return 0;
    const { epfd } = table.of(self);
    if (epfd < 0) return closed();
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

  function __exit__(self: PyObject, _args: number, count: number): PyObject {
    if (!parse.count('__exit__', count, 0, 3)) return 0;
    const name = capi.strOf('close');
    const result = capi.callMethod(self, name);
    capi.Py_DecRef(name);
    return result;
  }

  const methods: MethodDef[] = [
    oneArg('fromfd', fromfd, 'fromfd($type, fd, /)\n--\n\nAn epoll object for a descriptor that exists already.', {
      isClass: true,
    }),
    noArgs('close', close, 'close($self, /)\n--\n\nClose the descriptor. The object cannot be used afterwards.'),
    noArgs(
      'fileno',
      (self: PyObject) => {
        const { epfd } = table.of(self);
        return epfd < 0 ? closed() : capi.PyLong_FromLong(epfd);
      },
      'fileno($self, /)\n--\n\nThe descriptor of the epoll object itself.',
    ),
    fastCallKeywords(
      'modify',
      controlling(parseModify, EPOLL_CTL_MOD),
      'modify($self, /, fd, eventmask)\n--\n\nWatch a descriptor that is registered already for other events.',
    ),
    fastCallKeywords(
      'register',
      controlling(parseRegister, EPOLL_CTL_ADD),
      'register($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)\n--\n\nWatch a descriptor, or an object with a method fileno(), for the events of a bit mask.\nFails when it is registered already, or is of a kind that has no events.',
    ),
    fastCallKeywords(
      'unregister',
      controlling(parseUnregister, EPOLL_CTL_DEL),
      'unregister($self, /, fd)\n--\n\nWatch a descriptor no longer.',
    ),
    fastCallKeywords(
      'poll',
      poll,
      'poll($self, /, timeout=None, maxevents=-1)\n--\n\nWait until there are events. Returns a list of pairs (fd, events), empty when the time\nis over. timeout is in seconds, and may be a fraction; None or a negative one waits\nwithout end. maxevents is how many pairs there may be; -1 leaves it open.',
      { waits: true },
    ),
    noArgs(
      '__enter__',
      (self: PyObject) => (table.of(self).epfd < 0 ? closed() : capi.newRef(self)),
      '__enter__($self, /)\n--\n\n',
    ),
    fastCall('__exit__', __exit__, '__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)\n--\n\n'),
  ];

  return define.PyType_FromModuleAndSpec(owner, {
    name: 'select.epoll',
    basicsize: OBJECT_SIZE,
    flags: 0,
    functions: [
      [Slot.tp_dealloc, 'vi', dealloc as (...args: number[]) => undefined],
      [Slot.tp_new, 'iiii', pyepoll_new as (...args: number[]) => number],
    ],
    doc: 'select.epoll(sizehint=-1, flags=0)\n\nAn object of the kernel that descriptors are registered with, to wait for their events.\nWhat a wait costs does not grow with how many there are. Both arguments are left from\nolder systems: sizehint must be positive or -1, flags 0 or EPOLL_CLOEXEC.',
    methods,
    getset: [
      {
        name: 'closed',
        get: (self) => capi.PyBool_FromLong(table.of(self).epfd < 0),
        doc: 'whether the object is closed',
      },
    ],
  });
}
