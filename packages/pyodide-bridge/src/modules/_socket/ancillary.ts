/** socketmodule.c: recvmsg, recvmsg_into, CMSG_LEN, CMSG_SPACE. */
import {
  CMSG_LEN,
  CMSG_SPACE,
  RecvmsgCall,
  type SocketObject,
  SUSPENDED,
  sock_recvmsg_guts,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import { type BorrowedBuffer, PyBUF_WRITABLE, type PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { newBytes } from '../sized-bytes.ts';
import { createAncillaryItems } from './ancillary-items.ts';
import { createMessageBuffers } from './message-buffers.ts';
import type { Sockets } from './sockets.ts';

/** What receives a message: `data` makes the first item of the result; `drop` gives up what the bytes were received into, in any case. */
function createReceiving(bridge: Bridge, sockets: Sockets) {
  const { capi, errors, finishCall: finish } = bridge;
  const { toPython } = sockets.convert;
  const items = createAncillaryItems(bridge);
  const { partsOf } = createMessageBuffers(bridge);

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

  return receive;
}

export function receiveMessageMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, parsers } = bridge;
  const receive = createReceiving(bridge, sockets);
  const { releaseAll, borrowAll } = createMessageBuffers(bridge);
  const parseRecvmsg = parsers.positional('n|ni:recvmsg');
  const parseRecvmsgInto = parsers.positional('O|ni:recvmsg_into');

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
