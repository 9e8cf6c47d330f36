/** _ssl.c: _SSLSocket: reading, writing and the end. */
import { openssl } from '@pysock/host';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { Line } from './errors.ts';
import { handshakeMethod } from './handshake.ts';
import { type Connection, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';
import { createWaiting } from './waiting.ts';

const { ssl: c, SSL_ERROR_WANT_READ, SSL_ERROR_ZERO_RETURN } = openssl;

export function readMethod(ssl: SslState): MethodDef {
  const { capi, hostMemory, parsers } = ssl.bridge;
  const { connections } = objectsOf(ssl);
  const { perform } = createWaiting(ssl);
  const parseRead = parsers.positional('i!|w*:read');

  /** Reads into the guest's memory. */
  function receive(
    connection: Connection,
    pointer: number,
    length: number,
    then: (n: number) => PyObject,
    done: () => void,
  ) {
    const operation = {
      lines: Line.read,
      call: () => c.SSL_read(connection.ssl, hostMemory.address(pointer), length),
      isFailure: (result: number) => result <= 0,
      expired: 'The read operation timed out',
      settle: () => (hasEnded(connection) ? 0 : undefined),
    };
    return perform(connection, operation, then, done);
  }

  /** The peer has ended the session as it should, and this side has not. */
  const hasEnded = ({ err, ssl: connection }: Connection): boolean =>
    err.ssl === SSL_ERROR_ZERO_RETURN && c.SSL_get_shutdown(connection) === openssl.SSL_RECEIVED_SHUTDOWN;

  function read(self: PyObject, args: number, count: number): PyObject {
    if (count < 1 || count > 2) return capi.raise('TypeError', '_ssl._SSLSocket.read requires 1 to 2 arguments');
    const parsed = parseRead(args, count);
    if (parsed === null) return 0;
    const [size, buffer] = parsed as [number, BorrowedBuffer?];
    const connection = connections.of(self);
    if (buffer !== undefined) {
      const length = size <= 0 || size > buffer.length ? buffer.length : size;
      const done = (): void => capi.release(buffer);
      if (length > 0) return receive(connection, buffer.pointer, length, capi.fromNumber, done);
      done();
      return capi.fromNumber(0);
    }
    if (size < 0) return capi.raise('ValueError', 'size should not be negative');
    let bytes = capi.PyBytes_FromStringAndSize(0, size);
    if (bytes === 0 || size === 0) return bytes;
    const then = (n: number): PyObject => {
      const taken = bytes;
      bytes = 0;
      return n === size ? taken : capi.PyBytes_Resize(taken, n);
    };
    const done = (): void => {
      if (bytes !== 0) capi.Py_DecRef(bytes);
    };
    return receive(connection, capi.PyBytes_AS_STRING(bytes), size, then, done);
  }

  return fastCall(
    'read',
    read,
    'read(size, [buffer])\nReceive and decrypt at most size bytes, into a buffer when one is given.',
    { waits: true },
  );
}

export function transferMethods(ssl: SslState): MethodDef[] {
  const { capi, hostMemory, parsers } = ssl.bridge;
  const { connections } = objectsOf(ssl);
  const { perform } = createWaiting(ssl);
  const parseWrite = parsers.positional('y*:write');

  function write(self: PyObject, args: number, count: number): PyObject {
    const parsed = parseWrite(args, count);
    if (parsed === null) return 0;
    const [data] = parsed as [BorrowedBuffer];
    const connection = connections.of(self);
    const operation = {
      lines: Line.write,
      whenClosed: 'closed' as const,
      call: () => openssl.writeSome(connection.ssl, hostMemory.address(data.pointer), data.length),
      isFailure: (result: number) => result < 0,
      expired: 'The write operation timed out',
    };
    return perform(connection, operation, capi.fromNumber, () => capi.release(data));
  }

  function shutdown(self: PyObject): PyObject {
    const connection = connections.of(self);
    let zeros = 0;
    const operation = {
      lines: Line.shutdown,
      whenClosed: 'gone' as const,
      call(): number {
        for (;;) {
          // Else OpenSSL might read on, into what comes in clear text after the session's end.
          if (connection.shutdown_seen_zero) openssl.stopReadingAhead(connection.ssl);
          const result = c.SSL_shutdown(connection.ssl);
          if (result !== 0 || ++zeros > 1) return result;
          connection.shutdown_seen_zero = true;
        }
      },
      isFailure: (result: number) => result < 0,
      expired: () => `The ${connection.err.ssl === SSL_ERROR_WANT_READ ? 'read' : 'write'} operation timed out`,
    };
    return perform(connection, operation, (_result, sock) => (sock === 0 ? capi.none() : capi.newRef(sock)));
  }

  return [
    handshakeMethod(ssl),
    fastCall('write', write, 'write($self, b, /)\n--\n\nEncrypt and send bytes. Returns how many were taken.', {
      waits: true,
    }),
    readMethod(ssl),
    noArgs(
      'shutdown',
      shutdown,
      'shutdown($self, /)\n--\n\nEnd the TLS session with the peer. Returns the socket, which goes on in clear text.',
      { waits: true },
    ),
  ];
}
