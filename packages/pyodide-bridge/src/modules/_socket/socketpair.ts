/** socketmodule.c: socket_socketpair. */
import { constants, sys } from '@pysock/host';
import { init_sockobject, sock_pair } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Sockets } from './sockets.ts';

const { AF_UNIX, SOCK_STREAM } = constants;

/** `create` makes a socket object without a descriptor, of the module's own type. */
export function socketpairFunction(bridge: Bridge, sockets: Sockets, create: () => PyObject): MethodDef {
  const { capi, descriptors, errors, parsers } = bridge;
  const parse = parsers.positional('|iii:socketpair');
  const pair = new Int32Array(2);

  function wrap(fd: number, family: number, type: number, proto: number): PyObject {
    const self = create();
    if (self === 0) return 0;
    const s = sockets.of(self);
    const initialised = init_sockobject(s, fd, family, type, proto);
    if (initialised < 0) {
      capi.Py_DecRef(self);
      return errors.setResult(initialised);
    }
    sockets.publish(self, descriptors.open(fd));
    return self;
  }

  return fastCall(
    'socketpair',
    (_module, args, count) => {
      const parsed = parse(args as number, count as number);
      if (parsed === null) return 0;
      const [family = AF_UNIX, type = SOCK_STREAM, proto = 0] = parsed as number[];
      const made = sock_pair(pair, family, type, proto);
      if (made < 0) return errors.setResult(made);
      const [first = -1, second = -1] = pair;
      const one = wrap(first, family, type, proto);
      if (one === 0) {
        sys.close(first);
        sys.close(second);
        return 0;
      }
      const other = wrap(second, family, type, proto);
      if (other === 0) {
        sys.close(second);
        capi.Py_DecRef(one);
        return 0;
      }
      return capi.tupleOf(one, other);
    },
    'socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nTwo sockets that are connected with each other.',
  );
}
