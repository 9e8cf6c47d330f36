/** selectmodule.c: _select_exec: the module `select`. */
import { selectConstants } from '@pysock/host/constants';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { addMember, newModule } from '../../capi/moduleobject.ts';
import { createSelectArguments } from './arguments.ts';
import { createEpollType } from './epoll.ts';
import { pollFunction } from './poll.ts';
import { selectFunction } from './select.ts';

export function createSelectModule(bridge: Bridge): PyObject {
  const { capi, define } = bridge;
  const parse = createSelectArguments(bridge);
  const module = newModule(
    capi,
    define,
    'select',
    'Waiting for many descriptors at once: sockets, pipes, terminals.',
    [selectFunction(bridge, parse), pollFunction(bridge, parse)],
    selectConstants,
  );
  addMember(capi, module, 'error', capi.newRef(capi.PyExc('OSError')));
  addMember(capi, module, 'epoll', createEpollType(bridge, parse, module));
  return module;
}
