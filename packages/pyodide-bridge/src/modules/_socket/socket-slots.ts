/** socketmodule.c: the slots of `_socket.socket`. */
import { sock_open, sock_open_fileno } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { Slot, type TypeSpec } from '../../capi/methodobject.ts';
import { Field, type Sockets } from './sockets.ts';

export function socketSlots(bridge: Bridge, sockets: Sockets): TypeSpec['functions'] {
  const { capi, define, descriptors, errors, parsers } = bridge;
  const parseInit = parsers.keywords('|i!i!i!O:socket', ['family', 'type', 'proto', 'fileno']);

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

  return [
    [Slot.tp_dealloc, 'vi', sock_dealloc as (...args: number[]) => undefined],
    [Slot.tp_traverse, 'iiii', sock_traverse as (...args: number[]) => number],
    [Slot.tp_repr, 'ii', sock_repr as (...args: number[]) => number],
    [Slot.tp_init, 'iiii', sock_initobj as (...args: number[]) => number],
    [Slot.tp_new, 'iiii', sockets.create as (...args: number[]) => number],
    [Slot.tp_finalize, 'vi', sock_finalize as (...args: number[]) => undefined],
  ];
}
