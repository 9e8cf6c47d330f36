/** selectmodule.c: pollObject: the objects that `select.poll()` makes. */
import { constants, sys } from '@pysock/host';
import { pollTimeout } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { type MethodDef, Py_TPFLAGS_DISALLOW_INSTANTIATION, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE } from '../../handles/object-table.ts';
import { IN_MEMORY, type SelectArguments } from './arguments.ts';
import { type DescriptorWait, waitFor } from './wait.ts';

const { ENOENT, POLLIN, POLLPRI, POLLOUT, POLLRDNORM, POLLWRNORM } = constants;
const NS_PER_MS = 1e6;

interface PollObject {
  /** Event masks by the guest's descriptor, in the order of registration. */
  readonly registered: Map<number, number>;
  isPolling: boolean;
}

/** The descriptors are looked up for each wait: a number may have been closed, and used again, since it was registered. */
class PollWait implements DescriptorWait {
  private readonly fds: Int32Array;
  private readonly guests: number[];
  private readonly hasMemoryFiles: boolean;

  constructor(registered: ReadonlyMap<number, number>, host: (guest: number) => number) {
    this.guests = [...registered.keys()];
    this.fds = new Int32Array(registered.size * 2);
    let word = 0;
    for (const [guest, events] of registered) {
      this.fds[word++] = host(guest);
      this.fds[word++] = events;
    }
    this.hasMemoryFiles = this.guests.some((_, index) => this.fds[index * 2] === IN_MEMORY);
  }

  attempt(timeout: number): number {
    return sys.poll(this.fds, this.guests.length, this.hasMemoryFiles ? 0 : pollTimeout(timeout));
  }

  pollfds(): { fds: Int32Array; count: number } {
    return { fds: this.fds, count: this.guests.length };
  }

  /** The guest's descriptors that are ready, with their events. */
  *ready(): Generator<readonly [fd: number, events: number]> {
    for (const [index, guest] of this.guests.entries()) {
      const word = this.fds[index * 2 + 1] as number;
      const events =
        this.fds[index * 2] === IN_MEMORY ? word & (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM) : word >>> 16;
      if (events !== 0) yield [guest, events];
    }
  }
}

export function pollFunction(bridge: Bridge, parse: SelectArguments): MethodDef {
  const { capi, define, errors, finishCall: finish } = bridge;
  const table = createObjectTable<PollObject>(capi, define, {
    save: ({ registered }) => [...registered],
    load: (saved: [number, number][]) => ({ registered: new Map(saved), isPolling: false }),
  });

  function register(self: PyObject, args: number, count: number): PyObject {
    if (!parse.count('register', count, 1, 2)) return 0;
    const fd = parse.fd(parse.at(args, 0));
    if (fd === -1) return 0;
    const events = count > 1 ? parse.unsignedShort(parse.at(args, 1)) : POLLIN | POLLPRI | POLLOUT;
    if (events === null) return 0;
    table.of(self).registered.set(fd, events);
    return capi.none();
  }

  function modify(self: PyObject, args: number, count: number): PyObject {
    if (!parse.count('modify', count, 2, 2)) return 0;
    const fd = parse.fd(parse.at(args, 0));
    if (fd === -1) return 0;
    const events = parse.unsignedShort(parse.at(args, 1));
    if (events === null) return 0;
    const { registered } = table.of(self);
    if (!registered.has(fd)) return errors.setErrno(ENOENT);
    registered.set(fd, events);
    return capi.none();
  }

  function unregister(self: PyObject, o: PyObject): PyObject {
    const fd = parse.fd(o);
    if (fd === -1) return 0;
    if (table.of(self).registered.delete(fd)) return capi.none();
    const key = capi.PyLong_FromLong(fd);
    capi.PyErr_SetObject(capi.PyExc('KeyError'), key);
    capi.Py_DecRef(key);
    return 0;
  }

  function poll(self: PyObject, args: number, count: number): PyObject {
    if (!parse.count('poll', count, 0, 1)) return 0;
    const timeout = parse.milliseconds(count > 0 ? parse.at(args, 0) : 0, 'an integer');
    if (timeout === null) return 0;
    const ms = timeout / NS_PER_MS;
    if (!parse.isMilliseconds(timeout < 0 ? Math.floor(ms) : Math.ceil(ms))) return 0;
    const object = table.of(self);
    if (object.isPolling) return capi.raise('RuntimeError', 'concurrent poll() invocation');
    const wait = new PollWait(object.registered, parse.host);
    object.isPolling = true;
    return finish(waitFor(bridge, wait, timeout), (ready) => {
      object.isPolling = false;
      if (ready < 0) return errors.setResult(ready);
      const found = [...wait.ready()].map(([fd, events]) =>
        capi.tupleOf(capi.PyLong_FromLong(fd), capi.PyLong_FromLong(events)),
      );
      return capi.listOf(found);
    });
  }

  const methods: MethodDef[] = [
    fastCall(
      'register',
      register,
      'register($self, fd,\n         eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)\n--\n\nWatch a descriptor, or an object with a method fileno(), for the events of a bit mask.',
      { calls: true },
    ),
    fastCall(
      'modify',
      modify,
      'modify($self, fd, eventmask, /)\n--\n\nWatch a descriptor that is registered already for other events.',
      { calls: true },
    ),
    oneArg('unregister', unregister, 'unregister($self, fd, /)\n--\n\nWatch a descriptor no longer.', { calls: true }),
    fastCall(
      'poll',
      poll,
      'poll($self, timeout=None, /)\n--\n\nWait until there are events. Returns a list of pairs (fd, events), empty when the time\nis over. timeout is in milliseconds; None or a negative one waits without end.',
      { waits: true },
    ),
  ];

  const type = define.PyType_FromModuleAndSpec(0, {
    name: 'select.poll',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_DISALLOW_INSTANTIATION,
    functions: [[Slot.tp_dealloc, 'vi', table.dealloc as (...args: number[]) => undefined]],
    methods,
  });

  return noArgs(
    'poll',
    () => table.create(type, { registered: new Map(), isPolling: false }),
    'poll($module, /)\n--\n\nA new object that descriptors are registered with, to wait for their events.',
    { waits: true },
  );
}
