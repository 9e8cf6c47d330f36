/** socketmodule.c: the type `_socket.socket`: close, detach, fileno, and the tables of its methods. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import {
  type MethodDef,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
} from '../../capi/methodobject.ts';
import { receiveMessageMethods } from './ancillary.ts';
import { closeSocket } from './closing.ts';
import { connectMethods } from './connect.ts';
import { datagramMethods } from './datagram-io.ts';
import type { Lookups } from './lookups.ts';
import { optionMethods } from './options.ts';
import { sendMessageMethods } from './send-message.ts';
import { socketSlots } from './socket-slots.ts';
import { Field, type Sockets } from './sockets.ts';
import { streamMethods } from './stream-io.ts';
import { timeoutMethods } from './timeout.ts';

const { ECONNRESET } = constants;

export function createSocketType(bridge: Bridge, sockets: Sockets, lookups: Lookups, owner: PyObject): PyObject {
  const { capi, define, errors, finishCall: finish } = bridge;
  const timeouts = timeoutMethods(bridge, sockets);

  function sock_close(self: PyObject): PyObject {
    const fd = sockets.fd(self);
    if (fd !== -1) {
      sockets.setFd(self, -1);
      // bpo-30319: the peer may have reset the connection; close() has closed all the same.
      return finish(closeSocket(bridge, fd), (closed) =>
        closed < 0 && closed !== -ECONNRESET ? errors.setResult(closed) : capi.none(),
      );
    }
    return capi.none();
  }

  function sock_detach(self: PyObject): PyObject {
    const fd = sockets.fd(self);
    sockets.setFd(self, -1);
    return capi.PyLong_FromLong(fd);
  }

  const methods: MethodDef[] = [
    noArgs('close', sock_close, 'close($self, /)\n--\n\nclose()\n\nClose the socket. It cannot be used afterwards.', {
      waits: true,
    }),
    noArgs(
      'detach',
      sock_detach,
      'detach($self, /)\n--\n\ndetach()\n\nGive the descriptor up without closing it, and return it.',
    ),
    noArgs(
      'fileno',
      (self: PyObject) => capi.PyLong_FromLong(sockets.fd(self)),
      'fileno($self, /)\n--\n\nfileno() -> integer\n\nThe descriptor, -1 when closed.',
    ),
    ...connectMethods(bridge, sockets, lookups),
    ...streamMethods(bridge, sockets),
    ...datagramMethods(bridge, sockets),
    ...receiveMessageMethods(bridge, sockets),
    ...sendMessageMethods(bridge, sockets),
    ...optionMethods(bridge, sockets),
    ...timeouts.methods,
  ];

  return define.PyType_FromModuleAndSpec(owner, {
    name: '_socket.socket',
    basicsize: Field.size,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    functions: socketSlots(bridge, sockets),
    doc: [
      'socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object',
      'socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object',
      '',
      'One end of a connection, or of an exchange of datagrams. With fileno, an existing',
      'descriptor; what is not given of it is asked of the system. Not inheritable.',
    ].join('\n'),
    methods,
    members: [
      { name: 'family', offset: Field.family, doc: 'the socket family' },
      { name: 'type', offset: Field.type, doc: 'the socket type' },
      { name: 'proto', offset: Field.proto, doc: 'the socket protocol' },
    ],
    getset: timeouts.getset,
  });
}
