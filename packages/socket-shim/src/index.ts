/** Python's module `socket`. What is missing here is in no Linux Python either. */

export { INTERRUPTED } from '@pysock/host/call';
export { EAGAIN, EBADF, EWOULDBLOCK } from '@pysock/host/constants';
export * from '@pysock/host/constants/socket';
export { BDADDR_ANY, BDADDR_LOCAL } from './address/bluetooth.ts';
export type { BluetoothAddress } from './address/codec.ts';
export type { SockAddr } from './address/index.ts';
export { FsPath } from './address/index.ts';
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
  LookupError,
  NotADirectoryError,
  OSError,
  OverflowError,
  PermissionError,
  ProcessLookupError,
  SystemError,
  TimeoutError,
  timeout,
  UnicodeDecodeError,
  UnicodeEncodeError,
  UnicodeError,
  UnsupportedOperation,
  ValueError,
} from './base/errors.ts';
export type { AncillaryItem } from './module/control-data.ts';
export { socket_close as close, socket_dup as dup } from './module/descriptors.ts';
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
export {
  type AfalgOptions,
  type AncillaryData,
  CMSG_LEN,
  CMSG_SPACE,
  type Message,
} from './module/messages.ts';
export type { OptionValue } from './module/option-values.ts';
export { type AddressEntry, getaddrinfo, getnameinfo } from './module/resolver.ts';
export { type SocketOptions, SocketType } from './module/socket.ts';
export type { BytesLike, ReceiveOptions } from './module/socket-arguments.ts';
export { blockingWaiter, type SocketCall, type Waiter } from './module/socket-object.ts';
export { getdefaulttimeout, setdefaulttimeout } from './module/timeout.ts';
export { BufferedRWPair } from './stdlib/buffered-pair.ts';
export { BufferedReader } from './stdlib/buffered-reader.ts';
export { BufferedWriter } from './stdlib/buffered-writer.ts';
export { type CreateConnectionOptions, create_connection } from './stdlib/create-connection.ts';
export { type CreateServerOptions, create_server, has_dualstack_ipv6, has_ipv6 } from './stdlib/create-server.ts';
export {
  AddressFamily,
  AddressInfo,
  addressFamilyName,
  addressInfoNames,
  MsgFlag,
  msgFlagNames,
  SocketKind,
  socketKindName,
} from './stdlib/enums.ts';
export { recv_fds, send_fds } from './stdlib/file-descriptors.ts';
export { getfqdn } from './stdlib/getfqdn.ts';
export type { MakefileOptions, StreamOf } from './stdlib/makefile.ts';
export type { Newline } from './stdlib/newlines.ts';
export type { FileObject, SendfileOptions, SendfileSource } from './stdlib/sendfile.ts';
export { socket } from './stdlib/socket.ts';
export { SocketIO } from './stdlib/socket-io.ts';
export { fromfd, socketpair } from './stdlib/socketpair.ts';
export { TextIOWrapper } from './stdlib/text-io.ts';
export { type TraceFilter, traceFilter } from './trace/filter.ts';
export { packetCapture } from './trace/pcap/index.ts';
export { isIncoming, traceLine, traceText } from './trace/text.ts';
export { type SystemCall, type TraceOptions, trace, type WaitingCall } from './trace/trace.ts';
