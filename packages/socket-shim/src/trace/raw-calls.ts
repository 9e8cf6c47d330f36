/** Calls that are made by their number, as the functions of the C library that they are. */
import { viewOf } from '@pysock/host/call';
import {
  RWF_NOWAIT,
  SYS_accept4,
  SYS_close,
  SYS_connect,
  SYS_preadv2,
  SYS_pwritev2,
  SYS_read,
  SYS_readv,
  SYS_recvfrom,
  SYS_recvmsg,
  SYS_sendfile,
  SYS_sendmsg,
  SYS_sendto,
  SYS_waitid,
  SYS_write,
  SYS_writev,
} from '@pysock/host/constants';
import { iovec, msghdr, sockaddr_storage } from '@pysock/host/layouts';

export interface NamedCall {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Its failure with EAGAIN, or for want of such a call, is followed by a call that waits. */
  readonly isProbe?: boolean;
}

type Raw = readonly number[];

const words = (address: number): Int32Array => {
  const bytes = viewOf(address, 4);
  return new Int32Array(bytes.buffer, bytes.byteOffset, 1);
};

/** `recvfrom` without a place for the address is `recv`. */
function receiving([fd, buffer, length, flags, address = 0, size = 0]: Raw): NamedCall {
  if (address === 0) return { name: 'recv', args: [fd, buffer, length, flags] };
  return {
    name: 'recvfrom',
    args: [fd, buffer, length, flags, viewOf(address, sockaddr_storage.sizeof), words(size)],
  };
}

function sending([fd, buffer, length, flags, address = 0, size = 0]: Raw): NamedCall {
  if (address === 0) return { name: 'send', args: [fd, buffer, length, flags] };
  return { name: 'sendto', args: [fd, buffer, length, flags, viewOf(address, size), size] };
}

const vector = (name: string, [fd, parts = 0, count = 0]: Raw): NamedCall => ({
  name,
  args: [fd, viewOf(parts, count * iovec.sizeof), count],
});

const message = (name: string, [fd, header = 0, flags]: Raw): NamedCall => ({
  name,
  args: [fd, viewOf(header, msghdr.sizeof), flags],
});

const positioned = (name: string, args: Raw): NamedCall => ({
  ...vector(name, args),
  isProbe: ((args[5] ?? 0) & RWF_NOWAIT) !== 0,
});

const CALLS: Readonly<Record<number, (args: Raw) => NamedCall>> = {
  [SYS_recvfrom]: receiving,
  [SYS_sendto]: sending,
  [SYS_recvmsg]: (args) => message('recvmsg', args),
  [SYS_sendmsg]: (args) => message('sendmsg', args),
  [SYS_readv]: (args) => vector('readv', args),
  [SYS_writev]: (args) => vector('writev', args),
  [SYS_preadv2]: (args) => positioned('readv', args),
  [SYS_pwritev2]: (args) => positioned('writev', args),
  [SYS_connect]: ([fd, address = 0, length = 0]) => ({ name: 'connect', args: [fd, viewOf(address, length), length] }),
  [SYS_accept4]: (args) => ({ name: 'accept4', args }),
  [SYS_read]: (args) => ({ name: 'read', args }),
  [SYS_write]: (args) => ({ name: 'write', args }),
  [SYS_close]: (args) => ({ name: 'close', args }),
  [SYS_sendfile]: (args) => ({ name: 'sendfile', args }),
  [SYS_waitid]: (args) => ({ name: 'waitid', args }),
};

/** Undefined for calls that nobody is told of. */
export function namedCall([number = -1, ...args]: Raw): NamedCall | undefined {
  return CALLS[number]?.(args);
}
