/** _ssl.h: _sslmodulestate: what the types of `_ssl` share. */
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import type { Sockets } from '../_socket/sockets.ts';

/** The names of the exception types that the module makes. */
export type SSLExceptionName =
  | 'SSLError'
  | 'SSLCertVerificationError'
  | 'SSLZeroReturnError'
  | 'SSLWantReadError'
  | 'SSLWantWriteError'
  | 'SSLSyscallError'
  | 'SSLEOFError';

export interface SslState {
  readonly bridge: Bridge;
  /** The objects behind `_socket.socket`. */
  readonly sockets: Sockets;
  /** The module object that owns the types. */
  readonly module: PyObject;
  /** `_socket.socket`. */
  readonly Sock_Type: PyObject;
  readonly exceptions: Readonly<Record<SSLExceptionName, PyObject>>;
  readonly memoryBIO: {
    readonly type: PyObject;
    /** The BIO of a `_ssl.MemoryBIO`; the reference stays the object's. */
    bioOf(object: PyObject): number;
  };
  readonly certificate: {
    /** A new `_ssl.Certificate`, which takes a reference to the X509 of its own. */
    create(x509: number): PyObject;
    /** The dict of `getpeercert()`. */
    decode(x509: number): PyObject;
    /** The certificate as bytes in DER. */
    toDer(x509: number): PyObject;
  };
}
