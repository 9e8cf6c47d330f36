/** Sockets that nobody closed. */

import { garbageCollector, isErrno } from '@pysock/host/call';
import { EMFILE, ENFILE } from '@pysock/host/constants';
import { close } from '@pysock/host/sys';
import type { SocketObject } from './socket-object.ts';

/** socketmodule.c: sock_finalize. The garbage collector closes a socket that nobody can use any more, with a warning. */
function finalize(s: SocketObject): void {
  open.delete(s);
  const { sock_fd, sock_family, sock_type, sock_proto } = s;
  if (sock_fd === -1) return;
  const socket = `fd=${sock_fd}, family=${sock_family}, type=${sock_type}, proto=${sock_proto}`;
  process.emitWarning(`unclosed <socket object, ${socket}>`, 'ResourceWarning');
  s.sock_fd = -1;
  close(sock_fd);
}

const registry = new FinalizationRegistry<SocketObject>(finalize);

/** Who uses the open sockets. */
const open = new Map<SocketObject, WeakRef<object>>();

export const unclosed = {
  register(user: object, s: SocketObject): void {
    open.set(s, new WeakRef(user));
    registry.register(user, s, user);
  },
  unregister(user: object, s: SocketObject): void {
    open.delete(s);
    registry.unregister(user);
  },
};

/**
 * Makes a descriptor, and where none is left once more when the sockets are closed that nobody can use any more: CPython has
 * closed these at once. What was used in the current turn of the event loop counts as used.
 */
export function withDescriptors(make: () => number): number {
  const result = make();
  if (!isErrno(result) || (-result !== EMFILE && -result !== ENFILE) || open.size === 0) return result;
  garbageCollector()();
  const forgotten = [...open].filter(([, user]) => user.deref() === undefined);
  for (const [s] of forgotten) finalize(s);
  return forgotten.length === 0 ? result : make();
}
