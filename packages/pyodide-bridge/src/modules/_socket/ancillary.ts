/** socketmodule.c: sendmsg, recvmsg, recvmsg_into, sendmsg_afalg, CMSG_LEN, CMSG_SPACE. */
import { constants } from '@pysock/host';
import {
  CMSG_LEN,
  CMSG_SPACE,
  type Part,
  RecvmsgCall,
  type SocketObject,
  SUSPENDED,
  sizeProblem,
  sock_recvmsg_guts,
  sock_sendmsg_afalg_guts,
  sock_sendmsg_guts,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, withKeywords } from '../../capi/builtin.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, PyBUF_WRITABLE, type PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createAncillaryItems } from './ancillary-items.ts';
import type { Sockets } from './sockets.ts';
import { newBytes } from './stream-io.ts';

const { AF_ALG } = constants;

export function ancillaryMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, errors, hostMemory, parsers, finish } = bridge;
  const { toPython } = sockets.convert;
  const items = createAncillaryItems(bridge);
  const parseSendmsg = parsers.positional('O|OiO:sendmsg');
  const parseAfalg = parsers.keywords('|O$O!y*O!i:sendmsg_afalg', ['msg', 'op', 'iv', 'assoclen', 'flags']);
  const parseRecvmsg = parsers.positional('n|ni:recvmsg');
  const parseRecvmsgInto = parsers.positional('O|ni:recvmsg_into');

  const releaseAll = (buffers: readonly BorrowedBuffer[]): void => {
    for (const buffer of buffers) capi.release(buffer);
  };

  /** Borrows the buffers of an iterable, all or none. null with an exception set: `refusal`, or what the object itself says. */
  function borrowAll(iterable: PyObject, method: string, flags: number, refusal?: string): BorrowedBuffer[] | null {
    const items = capi.tupleFrom(iterable, `${method}() argument 1 must be an iterable`);
    if (items === 0) return null;
    const buffers: BorrowedBuffer[] = [];
    const size = capi.PyTuple_Size(items);
    while (buffers.length < size) {
      const buffer = capi.borrow(capi.PyTuple_GetItem(items, buffers.length), flags);
      if (buffer === null) break;
      buffers.push(buffer);
    }
    capi.Py_DecRef(items);
    if (buffers.length === size) return buffers;
    releaseAll(buffers);
    if (refusal !== undefined) capi.raise('TypeError', refusal);
    return null;
  }

  /** Where the buffers lie now: asked for last, as anything before may have moved them. */
  const partsOf = (buffers: readonly BorrowedBuffer[]): Part[] =>
    buffers.map(({ pointer, length }) => ({ address: hostMemory.address(pointer), length }));

  function sent(result: number, buffers: readonly BorrowedBuffer[]): PyObject {
    return finish(result, (n) => {
      releaseAll(buffers);
      return n < 0 ? errors.setResult(n) : capi.fromNumber(n);
    });
  }

  function sock_sendmsg(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseSendmsg(args, count);
    if (parsed === null) return 0;
    const [data, ancdata = 0, flags = 0, addro = capi.Py_None] = parsed as [PyObject, PyObject?, number?, PyObject?];
    const s = sockets.of(self);
    const to = addro === capi.Py_None ? null : sockets.address(s, addro, 'sendmsg');
    if (!capi.audit('socket.sendmsg', 'OO', self, addro)) return 0;
    const buffers = borrowAll(data, 'sendmsg', PyBUF_SIMPLE);
    if (buffers === null) return 0;
    const ancillary = ancdata === 0 ? [] : items.fromPython(ancdata);
    const problem = ancillary === null ? undefined : sizeProblem(ancillary);
    if (problem !== undefined) capi.raise('OSError', problem);
    if (ancillary === null || problem !== undefined) {
      releaseAll(buffers);
      return 0;
    }
    return sent(sock_sendmsg_guts(s, partsOf(buffers), ancillary, flags, to), buffers);
  }

  /** An `op` or `assoclen`; -1 when it is missing, null with an exception set when it is too large. */
  const optionalInt = (o: PyObject | undefined): number | null => (o === undefined ? -1 : parsers.PyLong_AsInt(o));

  function sock_sendmsg_afalg(self: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const s = sockets.of(self);
    if (s.sock_family !== AF_ALG) return capi.raise('OSError', 'algset is only supported for AF_ALG');
    const parsed = parseAfalg(args, kwargs);
    if (parsed === null) return 0;
    type Arguments = [PyObject?, PyObject?, BorrowedBuffer?, PyObject?, number?];
    const [data, opobj, lent, assoclenobj, flags = 0] = parsed as Arguments;
    const iv = lent && capi.memory.copyOut(lent.pointer, lent.length);
    if (lent !== undefined) capi.release(lent);
    const op = optionalInt(opobj);
    if (op === null || op < 0) {
      capi.PyErr_Clear();
      return capi.raise('TypeError', "Invalid or missing argument 'op'");
    }
    const assoclen = optionalInt(assoclenobj);
    if (assoclen === null) return 0;
    if (assoclenobj !== undefined && assoclen < 0) return capi.raise('TypeError', 'assoclen must be positive');
    const buffers = data === undefined ? [] : borrowAll(data, 'sendmsg', PyBUF_SIMPLE);
    if (buffers === null) return 0;
    const operation = {
      op,
      ...(iv === undefined ? {} : { iv }),
      ...(assoclenobj === undefined ? {} : { assoclen }),
    };
    return sent(sock_sendmsg_afalg_guts(s, partsOf(buffers), operation, flags), buffers);
  }

  /**
   * socketmodule.c: sock_recvmsg_guts. `data` makes the first item of the result; `drop` gives up what the bytes were received
   * into, in any case.
   */
  function receive(
    s: SocketObject,
    buffers: readonly BorrowedBuffer[],
    ancbufsize: number,
    flags: number,
    data: (received: number) => PyObject,
    drop: () => void,
  ): PyObject {
    let call: RecvmsgCall;
    try {
      call = new RecvmsgCall(s, partsOf(buffers), ancbufsize, flags);
    } catch (error) {
      drop();
      if (error instanceof RangeError) return capi.PyErr_NoMemory();
      throw error;
    }
    const result = sock_recvmsg_guts(s, call);
    const message = finish(result, (n) => messageOf(n, s, call, data, drop));
    if (result !== SUSPENDED) call.dispose();
    return message;
  }

  function messageOf(
    n: number,
    s: SocketObject,
    call: RecvmsgCall,
    data: (received: number) => PyObject,
    drop: () => void,
  ): PyObject {
    if (n < 0) {
      drop();
      return errors.setResult(n);
    }
    const ancillary = items.toPython(call.control);
    if (ancillary === null) {
      drop();
      return 0;
    }
    const received = data(n);
    drop();
    const message = capi.tupleOf(received, ancillary.list, capi.fromNumber(call.messageFlags), sender(call, s));
    if (message === 0) ancillary.close();
    return message;
  }

  function sender(call: RecvmsgCall, s: SocketObject): PyObject {
    try {
      return toPython(call.sender(s));
    } catch (error) {
      errors.setThrown(error);
      return 0;
    }
  }

  function sock_recvmsg(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseRecvmsg(args, count);
    if (parsed === null) return 0;
    const [size, ancbufsize = 0, flags = 0] = parsed as [number, number?, number?];
    if (size < 0) return capi.raise('ValueError', 'negative buffer size in recvmsg()');
    let bytes = newBytes(bridge, size);
    if (bytes === 0) return 0;
    const buffer = { pointer: capi.PyBytes_AS_STRING(bytes), length: size, view: 0 };
    return receive(
      sockets.of(self),
      [buffer],
      ancbufsize,
      flags,
      (received) => {
        const whole = bytes;
        bytes = 0;
        return received < size ? capi.PyBytes_Resize(whole, received) : whole;
      },
      () => {
        if (bytes !== 0) capi.Py_DecRef(bytes);
        bytes = 0;
      },
    );
  }

  function sock_recvmsg_into(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseRecvmsgInto(args, count);
    if (parsed === null) return 0;
    const [iterable, ancbufsize = 0, flags = 0] = parsed as [PyObject, number?, number?];
    const refusal = 'recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers';
    const buffers = borrowAll(iterable, 'recvmsg_into', PyBUF_WRITABLE, refusal);
    if (buffers === null) return 0;
    return receive(sockets.of(self), buffers, ancbufsize, flags, capi.fromNumber, () => releaseAll(buffers));
  }

  return [
    fastCall(
      'recvmsg',
      sock_recvmsg,
      'recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive a message of at most bufsize bytes, and its ancillary data when there is\nroom for it: ancbufsize bytes, see CMSG_SPACE(). ancdata is a list of tuples\n(cmsg_level, cmsg_type, cmsg_data).',
      { waits: true },
    ),
    fastCall(
      'recvmsg_into',
      sock_recvmsg_into,
      'recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\nLike recvmsg(), into writable buffers of which one is filled after the other.',
      { waits: true },
    ),
    fastCall(
      'sendmsg',
      sock_sendmsg,
      'sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend the bytes of several buffers as one message, with ancillary data: an iterable\nof tuples (cmsg_level, cmsg_type, cmsg_data).',
      { waits: true },
    ),
    withKeywords(
      'sendmsg_afalg',
      sock_sendmsg_afalg,
      'sendmsg_afalg([msg], *, op[, iv[, assoclen[, flags=MSG_MORE]]])\n\nSend data to an AF_ALG operation, with its mode, initialisation vector and the\nlength of associated data.',
      { waits: true },
    ),
  ];
}

/** socketmodule.c: socket_CMSG_LEN, socket_CMSG_SPACE */
export function ancillaryFunctions({ capi, parsers }: Bridge): MethodDef[] {
  const measuring = (name: string, measure: (length: number) => number, doc: string): MethodDef => {
    const parse = parsers.positional(`n:${name}`);
    return fastCall(
      name,
      (_module, args, count) => {
        const parsed = parse(args as number, count as number) as [number] | null;
        return parsed === null ? 0 : capi.fromNumber(measure(Math.min(parsed[0], Number.MAX_SAFE_INTEGER)));
      },
      doc,
    );
  };
  return [
    measuring(
      'CMSG_LEN',
      CMSG_LEN,
      'CMSG_LEN(length) -> control message length\n\nThe length of an item of ancillary data with its header, without padding behind it.',
    ),
    measuring(
      'CMSG_SPACE',
      CMSG_SPACE,
      'CMSG_SPACE(length) -> buffer size\n\nHow large a buffer has to be for an item of ancillary data, with its padding.',
    ),
  ];
}
