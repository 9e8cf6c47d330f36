/**
 * What an interpreter builds its own `_socket` on: the operations below the class `socket`, which answer numbers
 * instead of throwing. No stable interface: `@pysock/pyodide-bridge` of the same version uses it.
 */

export { addressOf, INTERRUPTED, SUSPENDED, TIMED_OUT } from '@pysock/host/call';
export { strerror } from '@pysock/host/sys';
export { BDADDR_ANY, BDADDR_LOCAL } from './address/bluetooth.ts';
export {
  getsockaddrarg,
  makesockaddr,
  type PythonObject,
  type Resolve,
  type SockAddr,
  sockaddrSize,
} from './address/index.ts';
export { gaierror, herror, OSError, UnicodeEncodeError } from './base/errors.ts';
export * from './module/ancillary.ts';
export * from './module/connect.ts';
export * from './module/control-data.ts';
export * from './module/datagram-io.ts';
export * from './module/host-database.ts';
export * from './module/inet.ts';
export * from './module/interfaces.ts';
export { CMSG_LEN, CMSG_SPACE, MALFORMED } from './module/messages.ts';
export * from './module/options.ts';
export * from './module/resolver.ts';
export { internal_select, isDirect, monotonic, pollTimeout, sock_call_ex } from './module/sock-call.ts';
export * from './module/socket-object.ts';
export * from './module/stream-io.ts';
export * from './module/timeout.ts';
