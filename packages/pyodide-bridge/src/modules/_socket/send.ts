/** socketmodule.c: send, sendall. */
import { sock_send_guts, sock_sendall_guts } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Sockets } from './sockets.ts';

export function sendMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, errors, hostMemory, parsers, finishCall: finish } = bridge;
  const { module, fromNumber, none, PyBytes_AS_STRING, PyBytes_CheckExact, PyBytes_GET_SIZE } = capi;
  const parseSend = parsers.positional('y*|i:send');
  const parseSendall = parsers.positional('y*|i:sendall');

  const counted = (n: number): PyObject => (n < 0 ? errors.setResult(n) : fromNumber(n));
  const done = (n: number): PyObject => (n < 0 ? errors.setResult(n) : none());

  function sending(parse: typeof parseSend, guts: typeof sock_send_guts, then: (n: number) => PyObject) {
    return (self: PyObject, args: number, count: number): PyObject => {
      const o = module.HEAPU32[args >>> 2] as PyObject;
      if (count === 1 && PyBytes_CheckExact(o)) {
        const sent = guts(sockets.of(self), hostMemory.address(PyBytes_AS_STRING(o)), PyBytes_GET_SIZE(o), 0);
        return finish(sent, then);
      }
      const parsed = parse(args, count);
      if (parsed === null) return 0;
      const [data, flags = 0] = parsed as [BorrowedBuffer, number?];
      const sent = guts(sockets.of(self), hostMemory.address(data.pointer), data.length, flags);
      return finish(sent, (n) => {
        capi.release(data);
        return then(n);
      });
    };
  }

  return [
    fastCall(
      'send',
      sending(parseSend, sock_send_guts, counted),
      'send(data[, flags]) -> count\n\nSend bytes and return how many were taken, which may be fewer than were given.',
      { waits: true },
    ),
    fastCall(
      'sendall',
      sending(parseSendall, sock_sendall_guts, done),
      'sendall(data[, flags])\n\nSend all the bytes, in as many calls as it takes. When it fails, how many were sent\nis not known.',
      { waits: true },
    ),
  ];
}
