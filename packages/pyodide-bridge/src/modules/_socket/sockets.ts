/**
 * The objects behind `_socket.socket`.
 *
 * A Python socket object holds its descriptor, family, type and protocol in the fields that `PySocketSockObject`
 * has, and the index of the shim's object. The host's descriptor is looked up at each call: a number that
 * `os.close` closed is closed for the socket too, and one that was used again is the new file, as in CPython.
 */
import { constants } from '@pysock/host';
import { getsockaddrarg, type Resolve, SocketObject, setipaddr } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { Slot } from '../../capi/methodobject.ts';
import { type Converter, createConverter } from '../../convert/values.ts';
import { keepAcrossFork } from '../../wasm/forked.ts';

const { AF_INET } = constants;

/**
 * Where the fields of a socket object lie: socketmodule.h: PySocketSockObject, which C extensions read (see capsule.ts), then
 * our own.
 */
export const Field = {
  fd: 8,
  family: 12,
  type: 16,
  proto: 20,
  errorhandler: 24,
  timeout: 32,
  state: 40,
  index: 44,
  size: 48,
} as const;

/** Addresses of AF_INET are kept, as datagrams come in runs: libc may be told the address of old bytes 1 us sooner than of new ones. */
const KEPT = 64;
/** A host that is no name: nobody is asked for its address. */
const NUMERIC = /^[\d.]+$/;

interface KeptAddress {
  readonly host: string;
  readonly port: number;
  readonly bytes: Uint8Array;
}

export interface Sockets {
  readonly convert: Converter;
  /** socketmodule.c: sock_new. A new object of a type, still without a descriptor; 0 with an exception set. */
  create(type: PyObject): PyObject;
  /** Drops the shim object of a Python object that is deallocated. */
  drop(self: PyObject): void;
  /** The shim's object, with the host descriptor that the guest's number stands for now. */
  of(self: PyObject): SocketObject;
  /** The guest's descriptor; -1 when closed. */
  fd(self: PyObject): number;
  setFd(self: PyObject, fd: number): void;
  /** Copies what the shim's object is to the fields that Python and C extensions read. */
  publish(self: PyObject, fd: number): void;
  /** Likewise, when only the timeout has changed. */
  publishTimeout(self: PyObject): void;
  /** socketmodule.c: getsockaddrarg. Throws what the address is refused with. `resolve` is asked for a host that is a name. */
  address(s: SocketObject, address: PyObject, caller: string, resolve?: Resolve): Uint8Array;
}

export function createSockets(bridge: Bridge): Sockets {
  const { capi, define, descriptors } = bridge;
  const { memory, module } = capi;
  const convert = createConverter(capi);
  const objects: (SocketObject | undefined)[] = [undefined];
  let vacant: number[] = [];
  const kept: (KeptAddress | undefined)[] = Array.from({ length: KEPT });
  const errorhandler = module.addFunction(() => capi.PyErr_SetFromErrno(capi.PyExc('OSError')), 'i');

  keepAcrossFork(module, 'sockets', {
    save: () => ({ length: objects.length, vacant }),
    load(saved: { length: number; vacant: number[] }) {
      objects.length = saved.length;
      vacant = saved.vacant;
    },
  });

  function publishTimeout(self: PyObject): void {
    const { sock_timeout } = objectOf(self);
    memory.setInt64(self + Field.timeout, sock_timeout);
  }

  /** In a forked process it is made anew of what the fields tell. */
  function revive(self: PyObject): SocketObject {
    const s = new SocketObject();
    s.waiter = bridge.waiter;
    s.sock_family = memory.int32(self + Field.family);
    s.sock_type = memory.int32(self + Field.type);
    s.sock_proto = memory.int32(self + Field.proto);
    s.sock_timeout = memory.int32(self + Field.timeout + 4) * 2 ** 32 + memory.uint32(self + Field.timeout);
    objects[memory.int32(self + Field.index)] = s;
    return s;
  }

  const objectOf = (self: PyObject): SocketObject =>
    objects[module.HEAP32[(self + Field.index) >> 2] as number] ?? revive(self);

  return {
    convert,
    create(type) {
      const self = define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
      if (self === 0) return 0;
      const index = vacant.pop() ?? objects.length;
      const s = new SocketObject();
      s.waiter = bridge.waiter;
      objects[index] = s;
      memory.setInt32(self + Field.index, index);
      memory.setInt32(self + Field.fd, -1);
      memory.setInt32(self + Field.errorhandler, errorhandler);
      publishTimeout(self);
      return self;
    },
    drop(self) {
      const index = memory.int32(self + Field.index);
      if (index === 0) return;
      objects[index] = undefined;
      vacant.push(index);
      memory.setInt32(self + Field.index, 0);
    },
    of(self) {
      const s = objectOf(self);
      const fd = module.HEAP32[(self + Field.fd) >> 2] as number;
      s.sock_fd = fd < 0 ? -1 : descriptors.host(fd);
      return s;
    },
    fd: (self) => memory.int32(self + Field.fd),
    setFd(self, fd) {
      memory.setInt32(self + Field.fd, fd);
    },
    publish(self, fd) {
      const s = objectOf(self);
      memory.setInt32(self + Field.fd, fd);
      memory.setInt32(self + Field.family, s.sock_family);
      memory.setInt32(self + Field.type, s.sock_type);
      memory.setInt32(self + Field.proto, s.sock_proto);
      publishTimeout(self);
    },
    publishTimeout,
    address(s, address, caller, resolve = setipaddr) {
      const { sock_family, sock_proto, sock_type } = s;
      const value = convert.addressFrom(address, sock_family);
      const encode = () => getsockaddrarg(value, sock_family, sock_proto, sock_type, caller, resolve);
      if (sock_family !== AF_INET || !Array.isArray(value) || value.length !== 2) return encode();
      const [host, port] = value as [unknown, unknown];
      if (typeof host !== 'string' || typeof port !== 'number') return encode();
      const place = port & (KEPT - 1);
      const last = kept[place];
      if (last !== undefined && last.host === host && last.port === port) return last.bytes;
      const bytes = encode();
      if (NUMERIC.test(host)) kept[place] = { host, port, bytes };
      return bytes;
    },
  };
}

/** Throws RAISED when a conversion of a Python object has set an exception. */
export function checked<T>(value: T | null): T {
  if (value === null) throw RAISED;
  return value;
}
