/** _ssl/bio.c: the type `_ssl.MemoryBIO`. */
import { constants, openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import { type MethodDef, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE } from '../../handles/object-table.ts';
import type { SslExceptions } from './exceptions.ts';
import type { SslState } from './state.ts';

/** A C int: as much as one call of OpenSSL's moves. */
const { INT_MAX } = constants;

interface MemoryBIO {
  readonly bio: number;
  isEnded: boolean;
}

export function createMemoryBIOType(bridge: Bridge, exceptions: SslExceptions, owner: PyObject): SslState['memoryBIO'] {
  const { capi, define, hostMemory, parsers } = bridge;
  const table = createObjectTable<MemoryBIO>(capi, define);
  const parseData = parsers.positional('y*:write');

  function bio_new(type: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const given = capi.PyTuple_Size(args) > 0 ? 'positional' : 'keyword';
    if (given === 'positional' || (kwargs !== 0 && capi.PyDict_Size(kwargs) > 0)) {
      return capi.raise('TypeError', `MemoryBIO() takes no ${given} arguments`);
    }
    const bio = openssl.BIO_new_mem();
    if (bio === 0) return capi.PyErr_NoMemory();
    openssl.BIO_set_end(bio, false);
    return table.create(type, { bio, isEnded: false });
  }

  function bio_dealloc(self: PyObject): undefined {
    openssl.BIO_free(table.of(self).bio);
    table.dealloc(self);
  }

  function read(self: PyObject, args: number, count: number): PyObject {
    if (count > 1) return capi.raise('TypeError', `read expected at most 1 argument, got ${count}`);
    const wanted = count === 0 ? -1 : parsers.PyLong_AsInt(capi.memory.uint32(args));
    if (wanted === null) return 0;
    const { bio } = table.of(self);
    const available = Math.min(openssl.BIO_ctrl_pending(bio), INT_MAX);
    const size = wanted < 0 || wanted > available ? available : wanted;
    const bytes = capi.PyBytes_FromStringAndSize(0, size);
    if (bytes !== 0 && size > 0) openssl.BIO_read(bio, hostMemory.address(capi.PyBytes_AS_STRING(bytes)), size);
    return bytes;
  }

  function write(self: PyObject, o: PyObject): PyObject {
    const parsed = capi.memory.withArguments([o], (list) => parseData(list, 1));
    if (parsed === null) return 0;
    const data = parsed[0] as BorrowedBuffer;
    try {
      const { bio, isEnded } = table.of(self);
      if (isEnded) {
        const message = capi.strOf('cannot write() after write_eof()');
        capi.PyErr_SetObject(exceptions.SSLError, message);
        capi.Py_DecRef(message);
        return 0;
      }
      if (data.length === 0) return capi.fromNumber(0);
      const written = openssl.BIO_write(bio, hostMemory.address(data.pointer), data.length);
      return written < 0 ? capi.PyErr_NoMemory() : capi.fromNumber(written);
    } finally {
      capi.release(data);
    }
  }

  function write_eof(self: PyObject): PyObject {
    const object = table.of(self);
    object.isEnded = true;
    openssl.BIO_set_end(object.bio, true);
    return capi.none();
  }

  const pending = (self: PyObject): number => openssl.BIO_ctrl_pending(table.of(self).bio);

  const methods: MethodDef[] = [
    fastCall(
      'read',
      read,
      'read($self, size=-1, /)\n--\n\nTake at most size bytes out, all there are when it is negative. Empty when there are none.',
    ),
    oneArg('write', write, 'write($self, b, /)\n--\n\nAppend bytes. Returns how many.'),
    noArgs(
      'write_eof',
      write_eof,
      'write_eof($self, /)\n--\n\nSay that no more bytes come: who has read all of them reads the end.',
    ),
  ];

  const type = define.PyType_FromModuleAndSpec(owner, {
    name: '_ssl.MemoryBIO',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_new, 'iiii', bio_new as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', bio_dealloc as (...args: number[]) => undefined],
    ],
    methods,
    getset: [
      { name: 'pending', get: (self) => capi.fromNumber(pending(self)), doc: 'How many bytes can be read.' },
      {
        name: 'eof',
        get: (self) => capi.PyBool_FromLong(table.of(self).isEnded && pending(self) === 0),
        doc: 'Whether the end has come and all bytes are read.',
      },
    ],
  });
  return { type, bioOf: (self) => table.of(self).bio };
}
