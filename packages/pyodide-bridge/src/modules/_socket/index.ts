/** socketmodule.c: socket_exec: the module `_socket`. */
import { ofCLibrary } from '@pysock/host';
import { constants } from '@pysock/host/constants';
import { BDADDR_ANY, BDADDR_LOCAL } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { addMember, newModule } from '../../capi/moduleobject.ts';
import { ancillaryFunctions } from './ancillary.ts';
import { capsule } from './capsule.ts';
import { descriptorFunctions } from './descriptor-functions.ts';
import { inetFunctions } from './inet.ts';
import { createLookups } from './lookups.ts';
import { resolverFunctions } from './resolver.ts';
import { createSocketType } from './socket-type.ts';
import { socketpairFunction } from './socketpair.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { timeoutMethods } from './timeout.ts';

/** The module `_socket`, and what `_ssl` has to know of it. */
export interface SocketModule {
  readonly module: PyObject;
  /** `_socket.socket` */
  readonly type: PyObject;
  readonly sockets: Sockets;
}

const modules = new WeakMap<Bridge, SocketModule>();

/** One for each interpreter, made at the first call. */
export function socketModule(bridge: Bridge): SocketModule {
  let found = modules.get(bridge);
  if (found === undefined) {
    found = createSocketModule(bridge);
    modules.set(bridge, found);
  }
  return found;
}

function createSocketModule(bridge: Bridge): SocketModule {
  const { capi, define, errors } = bridge;
  const sockets = createSockets(bridge);
  const lookups = createLookups(bridge);
  let type: PyObject = 0;
  const functions = [
    ...descriptorFunctions(bridge),
    socketpairFunction(bridge, sockets, () => sockets.create(type)),
    ...resolverFunctions(bridge, sockets.convert, lookups),
    ...inetFunctions(bridge, sockets.convert),
    ...ancillaryFunctions(bridge),
    ...timeoutMethods(bridge, sockets).functions,
  ];
  const module = newModule(
    capi,
    define,
    '_socket',
    'The sockets of the operating system. See the module socket for what programs use.',
    functions,
    ofCLibrary('socket', constants),
  );
  const OSError = capi.PyExc('OSError');
  for (const name of ['gaierror', 'herror']) {
    const type = capi.PyErr_NewException(capi.memory.literal(`socket.${name}`), OSError, 0);
    errors.types.set(name, type);
    addMember(capi, module, name, capi.newRef(type));
  }
  addMember(capi, module, 'error', capi.newRef(OSError));
  addMember(capi, module, 'timeout', capi.newRef(capi.PyExc('TimeoutError')));
  type = createSocketType(bridge, sockets, lookups, module);
  addMember(capi, module, 'SocketType', capi.newRef(type));
  addMember(capi, module, 'socket', capi.newRef(type));
  addMember(capi, module, 'CAPI', capsule(capi, type));
  addMember(capi, module, 'BDADDR_ANY', capi.strOf(BDADDR_ANY));
  addMember(capi, module, 'BDADDR_LOCAL', capi.strOf(BDADDR_LOCAL));
  addMember(capi, module, 'has_ipv6', capi.PyBool_FromLong(true));
  return { module, type, sockets };
}
