/** socketmodule.c: recv, recv_into, send, sendall. */
import { constants, sys } from '@pysock/host';
import { isDirect, type SocketObject, sock_recv_guts } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, fastCallKeywords } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { fitBytes, newBytes } from '../sized-bytes.ts';
import { sendMethods } from './send.ts';
import type { Sockets } from './sockets.ts';

const { EINTR } = constants;

/** The memory that small transfers are received in: asyncio asks for as much. */
const SCRATCH = 256 * 1024;
/** What is received in one go after so few bytes is likely to be small as well. */
const SMALL = 4096;
/** No object lies at an odd address. */
const AGAIN = 1;

export function streamMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, errors, hostMemory, parsers, finishCall: finish } = bridge;
  const { module, exactInt, fromNumber, PyBytes_AS_STRING, PyBytes_FromStringAndSize } = capi;
  const parseRecv = parsers.positional('n|i:recv');
  const parseRecvInto = parsers.fastKeywords('w*|ni:recv_into', ['buffer', 'nbytes', 'flags']);

  function sock_recv(self: PyObject, args: number, count: number): PyObject {
    const size = count === 1 ? exactInt(module.HEAPU32[args >>> 2] as PyObject) : undefined;
    if (size !== undefined && size >= 0) return receive(self, size, 0);
    const parsed = parseRecv(args, count);
    if (parsed === null) return 0;
    const [length, flags = 0] = parsed as [number, number?];
    if (length < 0) return capi.raise('ValueError', 'negative buffersize in recv');
    return receive(self, length, flags);
  }

  let scratch = 0;
  /** How many bytes came last. */
  let recent = 0;

  function receive(self: PyObject, size: number, flags: number): PyObject {
    const s = sockets.of(self);
    if (recent <= SMALL && size > 0 && size <= SCRATCH && flags === 0 && isDirect(s)) {
      const few = receiveFew(s, size);
      if (few !== AGAIN) return few;
    }
    const bytes = newBytes(bridge, size);
    if (bytes === 0) return 0;
    const received = sock_recv_guts(s, hostMemory.address(PyBytes_AS_STRING(bytes)), size, flags);
    if (received < 0) return notReceived(bytes, size, received);
    recent = received;
    return fitBytes(bridge, bytes, size, received);
  }

  /**
   * An object as large as what came, instead of one that is cut. AGAIN when a signal has interrupted the call: what goes on
   * then may be suspended, and needs memory of its own.
   */
  function receiveFew({ sock_fd }: SocketObject, size: number): PyObject {
    if (scratch === 0) scratch = capi.memory.malloc(SCRATCH);
    const received = sys.recv(sock_fd, hostMemory.address(scratch), size, 0);
    if (received < 0) return received === -EINTR ? AGAIN : errors.setResult(received);
    recent = received;
    return PyBytes_FromStringAndSize(scratch, received);
  }

  function notReceived(bytes: PyObject, size: number, result: number): PyObject {
    return finish(result, (n) => {
      if (n >= 0) return fitBytes(bridge, bytes, size, n);
      capi.Py_DecRef(bytes);
      return errors.setResult(n);
    });
  }

  function sock_recv_into(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseRecvInto(args, count, names);
    if (parsed === null) return 0;
    const [buffer, nbytes = 0, flags = 0] = parsed as [BorrowedBuffer, number?, number?];
    const refused = (message: string): 0 => {
      capi.release(buffer);
      return capi.raise('ValueError', message);
    };
    if (nbytes < 0) return refused('negative buffersize in recv_into');
    const size = nbytes === 0 ? buffer.length : nbytes;
    if (buffer.length < size) return refused('buffer too small for requested bytes');
    const received = sock_recv_guts(sockets.of(self), hostMemory.address(buffer.pointer), size, flags);
    const then = (n: number): PyObject => {
      capi.release(buffer);
      return n < 0 ? errors.setResult(n) : fromNumber(n);
    };
    return finish(received, then);
  }

  return [
    fastCall(
      'recv',
      sock_recv,
      'recv(buffersize[, flags]) -> data\n\nReceive at most buffersize bytes. Waits until there is at least one, or the peer\nhas closed its side and all was read, when the result is empty.',
      { waits: true },
    ),
    fastCallKeywords(
      'recv_into',
      sock_recv_into,
      'recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nLike recv(), into a writable buffer. At most nbytes bytes, or as many as fit when\nnbytes is 0 or left out.',
      { waits: true },
    ),
    ...sendMethods(bridge, sockets),
  ];
}
