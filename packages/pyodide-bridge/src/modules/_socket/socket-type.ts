/** socketmodule.c: the type `_socket.socket`: its slots, close, detach, fileno, and the tables of its methods. */
import { constants } from '@pysock/host';
import { sock_open, sock_open_fileno } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import {
  type MethodDef,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { ancillaryMethods } from './ancillary.ts';
import { connectMethods } from './connect.ts';
import { datagramMethods } from './datagram-io.ts';
import type { Lookups } from './lookups.ts';
import { optionMethods } from './options.ts';
import { Field, type Sockets } from './sockets.ts';
import { streamMethods } from './stream-io.ts';
import { timeoutMethods } from './timeout.ts';

const { ECONNRESET } = constants;

export function createSocketType(bridge: Bridge, sockets: Sockets, lookups: Lookups, owner: PyObject): PyObject {
  const { capi, define, descriptors, errors, parsers } = bridge;
  const parseInit = parsers.keywords('|i!i!i!O:socket', ['family', 'type', 'proto', 'fileno']);
  const timeouts = timeoutMethods(bridge, sockets);

  function sock_initobj(self: PyObject, args: PyObject, kwargs: PyObject): number {
    const parsed = parseInit(args, kwargs);
    if (parsed === null) return -1;
    const [family = -1, type = -1, proto = -1, fdobj = capi.Py_None] = parsed as (number | undefined)[];
    const audited = [self, family, type, proto];
    if (!capi.audit('socket.__new__', 'Oiii', ...audited)) return -1;
    const s = sockets.of(self);
    if (fdobj === capi.Py_None) {
      const opened = sock_open(s, family, type, proto);
      if (opened < 0) {
        errors.setResult(opened);
        return -1;
      }
      sockets.publish(self, descriptors.open(s.sock_fd));
      return 0;
    }
    const fd = parsers.PyLong_AsSocket_t(fdobj);
    if (fd === null) return -1;
    if (fd < 0) {
      capi.raise('ValueError', 'negative file descriptor');
      return -1;
    }
    const opened = sock_open_fileno(s, descriptors.host(fd), family, type, proto);
    if (opened < 0) {
      errors.setResult(opened);
      return -1;
    }
    sockets.publish(self, fd);
    return 0;
  }

  function sock_repr(self: PyObject): PyObject {
    const { int32 } = capi.memory;
    const [fd, family, type, proto] = [Field.fd, Field.family, Field.type, Field.proto].map((f) => int32(self + f));
    return capi.strOf(`<socket object, fd=${fd}, family=${family}, type=${type}, proto=${proto}>`);
  }

  function sock_finalize(self: PyObject): undefined {
    const saved = capi.PyErr_GetRaisedException();
    const fd = sockets.fd(self);
    if (fd !== -1) {
      const warned = capi.resourceWarning(self, 'unclosed %R');
      if (warned < 0 && capi.PyErr_ExceptionMatches(capi.PyExc('Warning')) !== 0) {
        capi.formatUnraisable('Exception ignored while finalizing socket %R', self);
      }
      // After the warning: its logger may call methods of the socket.
      const still = sockets.fd(self);
      sockets.setFd(self, -1);
      if (still !== -1) descriptors.close(still);
    }
    capi.PyErr_SetRaisedException(saved);
  }

  function sock_dealloc(self: PyObject): undefined {
    if (capi.PyObject_CallFinalizerFromDealloc(self) < 0) return;
    const type = capi.Py_TYPE(self);
    capi.PyObject_GC_UnTrack(self);
    sockets.drop(self);
    define.callTable(define.PyType_GetSlot(type, Slot.tp_free), self);
    capi.Py_DecRef(type);
  }

  const sock_traverse = (self: PyObject, visit: number, argument: number): number =>
    define.callTable(visit, capi.Py_TYPE(self), argument);

  function sock_close(self: PyObject): PyObject {
    const fd = sockets.fd(self);
    if (fd !== -1) {
      sockets.setFd(self, -1);
      const closed = descriptors.close(fd);
      // bpo-30319: the peer may have reset the connection; close() has closed all the same.
      if (closed < 0 && closed !== -ECONNRESET) return errors.setResult(closed);
    }
    return capi.none();
  }

  function sock_detach(self: PyObject): PyObject {
    const fd = sockets.fd(self);
    sockets.setFd(self, -1);
    return capi.PyLong_FromLong(fd);
  }

  const methods: MethodDef[] = [
    noArgs('close', sock_close, 'close($self, /)\n--\n\nclose()\n\nClose the socket. It cannot be used afterwards.'),
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
    ...ancillaryMethods(bridge, sockets),
    ...optionMethods(bridge, sockets),
    ...timeouts.methods,
  ];

  return define.PyType_FromModuleAndSpec(owner, {
    name: '_socket.socket',
    basicsize: Field.size,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_dealloc, 'vi', sock_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', sock_traverse as (...args: number[]) => number],
      [Slot.tp_repr, 'ii', sock_repr as (...args: number[]) => number],
      [Slot.tp_init, 'iiii', sock_initobj as (...args: number[]) => number],
      [Slot.tp_new, 'iiii', sockets.create as (...args: number[]) => number],
      [Slot.tp_finalize, 'vi', sock_finalize as (...args: number[]) => undefined],
    ],
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
