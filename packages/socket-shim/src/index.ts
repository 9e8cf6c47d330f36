/** Python's module `socket`. What is missing here is in no Linux Python either. */
export type { SockAddr } from './address/index.ts';
export { FsPath } from './address/index.ts';
export * from './constants/socket.ts';
export { socket_close as close, socket_dup as dup } from './module/descriptors.ts';
export {
  BlockingIOError,
  BrokenPipeError,
  ChildProcessError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  ExceptionGroup,
  error,
  FileExistsError,
  FileNotFoundError,
  gaierror,
  herror,
  InterruptedError,
  IsADirectoryError,
  interruptWith,
  NotADirectoryError,
  OSError,
  OverflowError,
  PermissionError,
  ProcessLookupError,
  TimeoutError,
  timeout,
  UnicodeDecodeError,
  UnicodeEncodeError,
  UnicodeError,
  UnsupportedOperation,
  ValueError,
} from './module/errors.ts';
export {
  gethostbyaddr,
  gethostbyname,
  gethostbyname_ex,
  gethostname,
  getprotobyname,
  getservbyname,
  getservbyport,
  sethostname,
} from './module/host-database.ts';
export { htonl, htons, inet_aton, inet_ntoa, inet_ntop, inet_pton, ntohl, ntohs } from './module/inet.ts';
export { if_indextoname, if_nameindex, if_nametoindex } from './module/interfaces.ts';
export { type AddressEntry, getaddrinfo, getnameinfo } from './module/resolver.ts';
export { INTERRUPTED } from './module/results.ts';
export { type SocketOptions, SocketType } from './module/socket.ts';
export type { BytesLike, ReceiveOptions } from './module/socket-arguments.ts';
export { getdefaulttimeout, setdefaulttimeout } from './module/timeout.ts';
export { blockingWaiter, type SocketCall, type Waiter } from './module/waiting.ts';
export { socket } from './stdlib/socket.ts';
