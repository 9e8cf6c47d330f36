/** selectmodule.c: pyEpoll_Object: the type `select.epoll`. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { type MethodDef, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE } from '../../handles/object-table.ts';
import type { SelectArguments } from './arguments.ts';
import { controlMethods } from './epoll-control.ts';
import { closed, type EpollObject } from './epoll-object.ts';
import { pollMethod } from './epoll-poll.ts';

const { EBADF, EPOLL_CLOEXEC } = constants;

/** selectmodule.c: select_epoll_impl: whether these may be the arguments of a new object; they have no effect. An exception is set when not. */
function createCheck({ capi, parsers }: Bridge, parse: SelectArguments) {
  const parseNew = parsers.keywords('|OO:epoll', ['sizehint', 'flags']);
  return (args: PyObject, kwargs: PyObject): boolean => {
    const parsed = parseNew(args, kwargs);
    if (parsed === null) return false;
    const [sizehintobj, flagsobj] = parsed as [PyObject?, PyObject?];
    const sizehint = sizehintobj === undefined ? undefined : parse.int(sizehintobj);
    if (sizehint === null) return false;
    const flags = flagsobj === undefined ? undefined : parse.int(flagsobj);
    if (flags === null) return false;
    if (sizehint !== undefined && sizehint !== -1 && sizehint <= 0)
      return capi.raise('ValueError', 'negative sizehint') !== 0;
    if (flags !== undefined && flags & ~EPOLL_CLOEXEC) return capi.raise('OSError', 'invalid flags') !== 0;
    return true;
  };
}

export function createEpollType(bridge: Bridge, parse: SelectArguments, owner: PyObject): PyObject {
  const { capi, define, descriptors, errors } = bridge;
  const table = createObjectTable<EpollObject>(capi, define, {
    save: ({ epfd }) => epfd,
    load: (epfd: number) => ({ epfd }),
  });
  const areArguments = createCheck(bridge, parse);

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

  const pyepoll_new = (type: PyObject, args: PyObject, kwargs: PyObject): PyObject =>
    areArguments(args, kwargs) ? create(type, -1) : 0;

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
        return epfd < 0 ? closed(capi) : capi.PyLong_FromLong(epfd);
      },
      'fileno($self, /)\n--\n\nThe descriptor of the epoll object itself.',
    ),
    ...controlMethods(bridge, parse, table),
    pollMethod(bridge, parse, table),
    noArgs(
      '__enter__',
      (self: PyObject) => (table.of(self).epfd < 0 ? closed(capi) : capi.newRef(self)),
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
