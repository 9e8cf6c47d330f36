/** Sockets for tests: connected pairs over the loopback, and what is left open. */
import { readdirSync } from 'node:fs';
import { create_connection, create_server, type socket } from '../src/index.ts';

export const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const text = (data: Uint8Array): string => Buffer.from(data).toString('latin1');

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Both ends of a TCP connection, and how to close them. */
export interface Connection extends Disposable {
  readonly client: socket;
  readonly server: socket;
}

export function tcpConnection(family?: number): Connection {
  const host = family === undefined ? '127.0.0.1' : '::1';
  using listener = create_server([host, 0], family === undefined ? {} : { family });
  const client = create_connection(listener.getsockname() as [string, number]);
  const [server] = listener.accept();
  return {
    client,
    server,
    [Symbol.dispose]() {
      client.close();
      server.close();
    },
  };
}

/** What a call threw, as Python prints it; `nothing` when it threw nothing. */
export function raised(call: () => unknown): string {
  try {
    call();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}
