/** selectmodule.c: select_select_impl */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { IN_MEMORY, NEVER_OPEN, type SelectArguments } from './arguments.ts';
import { type DescriptorWait, waitFor } from './wait.ts';

const { EBADF, FD_SETSIZE, POLLIN, POLLOUT, POLLPRI } = constants;

/** One of the three sequences: its objects, with references of our own, and their host descriptors. */
interface Watched {
  readonly objects: PyObject[];
  readonly fds: number[];
}

type Sets = [reading: sys.FdSet, writing: sys.FdSet, except: sys.FdSet];

const EVENTS = [POLLIN, POLLOUT, POLLPRI];

class SelectWait implements DescriptorWait {
  readonly lists: readonly Watched[];
  private readonly nfds: number;
  private readonly isReadyNow: boolean;
  private sets: Sets | undefined;

  constructor(lists: readonly Watched[]) {
    this.lists = lists;
    this.nfds = Math.max(-1, ...lists.flatMap(({ fds }) => fds)) + 1;
    this.isReadyNow = lists.slice(0, 2).some(({ fds }) => fds.includes(IN_MEMORY));
  }

  attempt(timeout: number): number {
    this.sets = this.lists.map(({ fds }) => {
      const set = new sys.FdSet(this.nfds);
      for (const fd of fds) if (fd >= 0) set.set(fd);
      return set;
    }) as Sets;
    return sys.select(this.nfds, ...this.sets, this.isReadyNow ? 0 : timeout);
  }

  pollfds(): { fds: Int32Array; count: number } {
    const words = this.lists.flatMap(({ fds }, list) => fds.flatMap((fd) => [fd, EVENTS[list] as number]));
    return { fds: Int32Array.from(words), count: words.length / 2 };
  }

  /** selectmodule.c: set2list */
  isReady(list: number, index: number): boolean {
    const fd = (this.lists[list] as Watched).fds[index] as number;
    return fd === IN_MEMORY ? list < 2 : (this.sets as Sets)[list as 0 | 1 | 2].has(fd);
  }
}

export function selectFunction(bridge: Bridge, parse: SelectArguments): MethodDef {
  const { capi, errors, replay, finishCall: finish } = bridge;

  function refuse(message: string): never {
    capi.raise('ValueError', message);
    throw RAISED;
  }

  /** selectmodule.c: seq2set. Throws RAISED. */
  function fill(sequence: PyObject, { objects, fds }: Watched): void {
    const fast = replay.once(sequence, () =>
      capi.PySequence_Fast(sequence, capi.memory.literal('arguments 1-3 must be sequences')),
    );
    if (fast === 0) throw RAISED;
    const item = capi.PyTuple_Check(fast) ? capi.PyTuple_GetItem : capi.PyList_GetItem;
    try {
      // The size is asked for each time, as a fileno() may change the list.
      for (let index = 0; index < capi.PySequence_Size(fast); index++) {
        const o = capi.newRef(item(fast, index));
        objects.push(o);
        const fd = parse.fd(o);
        if (fd === -1) throw RAISED;
        if (fd >= FD_SETSIZE) refuse('filedescriptor out of range in select()');
        if (index >= FD_SETSIZE) refuse('too many file descriptors in select()');
        fds.push(parse.host(fd));
      }
    } finally {
      capi.Py_DecRef(fast);
    }
  }

  function drop(lists: readonly Watched[]): void {
    for (const { objects } of lists) for (const o of objects) capi.Py_DecRef(o);
  }

  function result(wait: SelectWait, ready: number): PyObject {
    if (ready < 0) return errors.setResult(ready);
    const isAny = ready > 0 || wait.lists.some(({ fds }) => fds.includes(IN_MEMORY));
    const found = wait.lists.map(({ objects }, list) =>
      capi.listOf(isAny ? objects.filter((_, index) => wait.isReady(list, index)).map(capi.newRef) : []),
    );
    return capi.tupleOf(...found);
  }

  function select_select(_module: PyObject, args: number, count: number): PyObject {
    if (!parse.count('select', count, 3, 4)) return 0;
    const timeout = parse.seconds(count > 3 ? parse.at(args, 3) : 0, 'a float');
    if (timeout === null) return 0;
    if (timeout < 0 && count > 3 && parse.at(args, 3) !== capi.Py_None) {
      return capi.raise('ValueError', 'timeout must be non-negative');
    }
    const lists: Watched[] = [0, 1, 2].map(() => ({ objects: [], fds: [] }));
    try {
      for (const [index, watched] of lists.entries()) fill(parse.at(args, index), watched);
    } catch (error) {
      drop(lists);
      throw error;
    }
    const wait = new SelectWait(lists);
    const isClosed = lists.some(({ fds }) => fds.includes(NEVER_OPEN));
    return finish(isClosed ? -EBADF : waitFor(bridge, wait, timeout), (ready) => {
      const tuple = result(wait, ready);
      drop(lists);
      return tuple;
    });
  }

  return fastCall(
    'select',
    select_select,
    'select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\nWait until something in one of three sequences is ready: rlist to be read, wlist to be\nwritten, xlist for an exceptional condition. Their items are descriptors, or objects\nwith a method fileno(). Returns three lists, of what is ready in each.\n\ntimeout is in seconds, and may be a fraction; None waits without end, 0 not at all.\nWhen the time is over, all three lists are empty.',
    { calls: true },
  );
}
