/** socketmodule.c: recvfrom, recvfrom_into, sendto. */
import { type SocketObject, senderOf, sock_recvfrom_guts, sock_sendto_guts } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, fastCallKeywords } from '../../capi/builtin.ts';
import type { BorrowedBuffer, Pointer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { fitBytes, newBytes } from '../sized-bytes.ts';
import type { Sockets } from './sockets.ts';

export function datagramMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, errors, hostMemory, parsers, finishCall: finish } = bridge;
  const { toPython } = sockets.convert;
  const parseRecvfrom = parsers.positional('n|i:recvfrom');
  const parseInto = parsers.fastKeywords('w*|ni:recvfrom_into', ['buffer', 'nbytes', 'flags']);

  /** `drop` gives the memory up when there is no call. */
  function receive(s: SocketObject, pointer: Pointer, size: number, flags: number, drop: () => void): number {
    try {
      return sock_recvfrom_guts(s, hostMemory.address(pointer), size, flags);
    } catch (error) {
      drop();
      throw error;
    }
  }

  function sock_recvfrom(self: PyObject, args: number, count: number): PyObject {
    const exact = count === 1 ? capi.exactInt(capi.memory.uint32(args)) : undefined;
    const parsed = exact === undefined ? parseRecvfrom(args, count) : [exact];
    if (parsed === null) return 0;
    const [size, flags = 0] = parsed as [number, number?];
    if (size < 0) return capi.raise('ValueError', 'negative buffersize in recvfrom');
    const bytes = newBytes(bridge, size);
    if (bytes === 0) return 0;
    const s = sockets.of(self);
    const received = receive(s, capi.PyBytes_AS_STRING(bytes), size, flags, () => capi.Py_DecRef(bytes));
    return finish(received, (n) => {
      if (n < 0) {
        capi.Py_DecRef(bytes);
        return errors.setResult(n);
      }
      const sender = senderOf(s);
      return capi.pairOf(fitBytes(bridge, bytes, size, n), toPython(sender));
    });
  }

  function sock_recvfrom_into(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseInto(args, count, names);
    if (parsed === null) return 0;
    const [buffer, nbytes = 0, flags = 0] = parsed as [BorrowedBuffer, number?, number?];
    const refused = (message: string): 0 => {
      capi.release(buffer);
      return capi.raise('ValueError', message);
    };
    if (nbytes < 0) return refused('negative buffersize in recvfrom_into');
    if (nbytes > buffer.length) return refused('nbytes is greater than the length of the buffer');
    const size = nbytes === 0 ? buffer.length : nbytes;
    const s = sockets.of(self);
    const received = receive(s, buffer.pointer, size, flags, () => capi.release(buffer));
    return finish(received, (n) => {
      capi.release(buffer);
      return n < 0 ? errors.setResult(n) : capi.pairOf(capi.fromNumber(n), toPython(senderOf(s)));
    });
  }

  return [
    fastCall(
      'recvfrom',
      sock_recvfrom,
      "recvfrom(buffersize[, flags]) -> (data, address info)\n\nLike recv(), with the sender's address.",
      { waits: true },
    ),
    fastCallKeywords(
      'recvfrom_into',
      sock_recvfrom_into,
      "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\nLike recv_into(), with the sender's address.",
      { waits: true },
    ),
    sendtoMethod(bridge, sockets),
  ];
}

function sendtoMethod(bridge: Bridge, sockets: Sockets): MethodDef {
  const { capi, errors, hostMemory, parsers, finishCall: finish } = bridge;
  const parseSendto = parsers.positional('y*O:sendto');
  const parseSendtoFlags = parsers.positional('y*iO:sendto');

  function sock_sendto(self: PyObject, args: number, count: number): PyObject {
    if (count < 2 || count > 3) {
      return capi.raise('TypeError', `sendto() takes 2 or 3 arguments (${count} given)`);
    }
    const parsed = (count === 2 ? parseSendto : parseSendtoFlags)(args, count);
    if (parsed === null) return 0;
    const data = parsed[0] as BorrowedBuffer;
    const flags = count === 2 ? 0 : (parsed[1] as number);
    const addro = parsed[count - 1] as PyObject;
    const s = sockets.of(self);
    let to: Uint8Array;
    try {
      to = sockets.address(s, addro, 'sendto');
    } catch (error) {
      capi.release(data);
      throw error;
    }
    if (!capi.audit('socket.sendto', 'OO', self, addro)) {
      capi.release(data);
      return 0;
    }
    return finish(sock_sendto_guts(s, hostMemory.address(data.pointer), data.length, flags, to), (n) => {
      capi.release(data);
      return n < 0 ? errors.setResult(n) : capi.fromNumber(n);
    });
  }

  return fastCall('sendto', sock_sendto, 'sendto(data[, flags], address) -> count\n\nLike send(), to a destination.', {
    waits: true,
  });
}
