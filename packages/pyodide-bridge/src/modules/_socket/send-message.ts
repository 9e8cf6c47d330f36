/** socketmodule.c: sendmsg, sendmsg_afalg. */
import { constants } from '@pysock/host';
import { sizeProblem, sock_sendmsg_afalg_guts, sock_sendmsg_guts } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, withKeywords } from '../../capi/builtin.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, type PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { createAncillaryItems } from './ancillary-items.ts';
import { createMessageBuffers } from './message-buffers.ts';
import type { Sockets } from './sockets.ts';

const { AF_ALG } = constants;

export function sendMessageMethods(bridge: Bridge, sockets: Sockets): MethodDef[] {
  const { capi, errors, parsers, finishCall: finish } = bridge;
  const items = createAncillaryItems(bridge);
  const { releaseAll, borrowAll, partsOf } = createMessageBuffers(bridge);
  const parseSendmsg = parsers.positional('O|OiO:sendmsg');
  const parseAfalg = parsers.keywords('|O$O!y*O!i:sendmsg_afalg', ['msg', 'op', 'iv', 'assoclen', 'flags']);

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

  return [
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
