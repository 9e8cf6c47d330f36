/** Sockets that nobody closed. */
import { close } from '@pysock/host/sys';
import type { SocketObject } from './socket-object.ts';

/** socketmodule.c: sock_finalize. The garbage collector closes a socket that nobody can use any more, with a warning. */
export const unclosed = new FinalizationRegistry<SocketObject>((s) => {
  const { sock_fd, sock_family, sock_type, sock_proto } = s;
  if (sock_fd === -1) return;
  const socket = `fd=${sock_fd}, family=${sock_family}, type=${sock_type}, proto=${sock_proto}`;
  process.emitWarning(`unclosed <socket object, ${socket}>`, 'ResourceWarning');
  s.sock_fd = -1;
  close(sock_fd);
});
