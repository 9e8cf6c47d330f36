/** selectmodule.c: select.epoll: register, modify, unregister. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCallKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { ObjectTable } from '../../handles/object-table.ts';
import { IN_MEMORY, type SelectArguments } from './arguments.ts';
import { closed, type EpollObject } from './epoll-object.ts';

const { EPERM, EPOLL_CTL_ADD, EPOLL_CTL_DEL, EPOLL_CTL_MOD, EPOLLIN, EPOLLOUT, EPOLLPRI } = constants;

export function controlMethods(bridge: Bridge, parse: SelectArguments, table: ObjectTable<EpollObject>): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const parseRegister = parsers.fastKeywords('O|O:register', ['fd', 'eventmask']);
  const parseModify = parsers.fastKeywords('OO:modify', ['fd', 'eventmask']);
  const parseUnregister = parsers.fastKeywords('O:unregister', ['fd']);
  const masks = parsers.positional('I');

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
    if (epfd < 0) return closed(capi);
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

  return [
    fastCallKeywords(
      'modify',
      controlling(parseModify, EPOLL_CTL_MOD),
      'modify($self, /, fd, eventmask)\n--\n\nWatch a descriptor that is registered already for other events.',
      { calls: true },
    ),
    fastCallKeywords(
      'register',
      controlling(parseRegister, EPOLL_CTL_ADD),
      'register($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)\n--\n\nWatch a descriptor, or an object with a method fileno(), for the events of a bit mask.\nFails when it is registered already, or is of a kind that has no events.',
      { calls: true },
    ),
    fastCallKeywords(
      'unregister',
      controlling(parseUnregister, EPOLL_CTL_DEL),
      'unregister($self, /, fd)\n--\n\nWatch a descriptor no longer.',
      { calls: true },
    ),
  ];
}
