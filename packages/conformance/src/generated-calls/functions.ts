/** What is called: methods on sockets in every state, and the functions of the module. */
import { ADDRESSES } from './values.ts';

export interface Callable {
  /** A Python expression; `f` makes the sockets. */
  readonly call: string;
  /** Kinds of its positional arguments; those after `|` can be left out. */
  readonly args: readonly string[];
  readonly required: number;
  /** Names of arguments that can be given by name. */
  readonly keywords: readonly string[];
}

/** The states of a socket that `program.ts` knows how to make. */
const STATES = ['tcp', 'listening', 'fresh', 'closed', 'detached', 'udp', 'unix', 'reset', 'uninitialised', 'blocking'];

const METHODS: Readonly<Record<string, string>> = {
  accept: '',
  recv: 'size | flags',
  recv_into: 'writable | size flags; buffer nbytes flags',
  recvfrom: 'size | flags',
  recvfrom_into: 'writable | size flags; buffer nbytes flags',
  send: 'bytes | flags',
  sendall: 'bytes | flags',
  sendmsg: 'buffers | ancillary flags AF_INET',
  recvmsg: 'size | ancsize flags',
  recvmsg_into: 'writables | ancsize flags',
  getsockopt: 'level option | optionLength',
  setsockopt: 'level option optionValue | optionLength',
  setblocking: 'truth',
  getblocking: '',
  settimeout: 'seconds',
  gettimeout: '',
  listen: '| backlog',
  shutdown: 'how',
  getsockname: '',
  getpeername: '',
  close: '',
  detach: '',
  fileno: '',
  dup: '',
  get_inheritable: '',
  set_inheritable: 'truth',
  __repr__: '',
};

const FUNCTIONS: Readonly<Record<string, string>> = {
  socket: '| family type proto descriptor; family type proto fileno',
  socketpair: '| family type proto; family type proto',
  fromfd: 'descriptor family type | proto',
  close: 'descriptor',
  dup: 'descriptor',
  getaddrinfo: 'host port | family type proto aiFlags; host port family type proto flags',
  getnameinfo: 'sockaddr numericFlags',
  gethostbyname: 'address',
  gethostbyname_ex: 'address',
  getservbyname: 'service | protocol',
  getservbyport: 'port | protocol',
  getprotobyname: 'protocol',
  inet_aton: 'address',
  inet_ntoa: 'packed',
  inet_pton: 'family address',
  inet_ntop: 'family packed',
  htons: 'word',
  ntohs: 'word',
  htonl: 'word',
  ntohl: 'word',
  if_nametoindex: 'interface',
  if_indextoname: 'index',
  CMSG_LEN: 'length',
  CMSG_SPACE: 'length',
  setdefaulttimeout: 'seconds',
  getdefaulttimeout: '',
};

function callable(call: string, spec: string): Callable {
  const [kinds = '', names = ''] = spec.split(';');
  const [required = '', optional = ''] = kinds.split('|');
  const words = (text: string) => text.split(' ').filter((word) => word !== '');
  const args = [...words(required), ...words(optional)];
  return { call, args, required: words(required).length, keywords: words(names) };
}

const methods = STATES.flatMap((state) =>
  Object.entries(METHODS).map(([name, spec]) => callable(`f.${state}.${name}`, spec)),
);

const functions = Object.entries(FUNCTIONS).map(([name, spec]) => callable(`socket.${name}`, spec));

/** Protocols whose addresses have a form of their own. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  AF_CAN: ['CAN_RAW', 'CAN_BCM', 'CAN_ISOTP', 'CAN_J1939'],
  AF_BLUETOOTH: ['BTPROTO_L2CAP', 'BTPROTO_RFCOMM', 'BTPROTO_HCI', 'BTPROTO_SCO'],
};

const addressed = Object.keys(ADDRESSES).flatMap((family) =>
  (PROTOCOLS[family] ?? ['IPPROTO_IP']).flatMap((protocol) => {
    const s = `f.of("${family}", "${protocol}")`;
    return [
      callable(`${s}.bind`, family),
      callable(`${s}.connect`, family),
      callable(`${s}.connect_ex`, family),
      callable(`${s}.sendto`, `bytes ${family}`),
      callable(`${s}.sendto`, `bytes flags ${family}`),
      callable(`${s}.sendmsg`, `buffers ancillary flags ${family}`),
      callable(`${s}.getsockname`, ''),
      callable(`${s}.recvfrom`, 'size'),
    ];
  }),
);

const afalg = callable('f.of("AF_ALG", "IPPROTO_IP").sendmsg_afalg', '| buffers; msg op iv assoclen flags');
const notAfalg = callable('f.tcp.sendmsg_afalg', '| buffers; msg op iv assoclen flags');

export const CALLABLES: readonly Callable[] = [...methods, ...functions, ...addressed, afalg, notAfalg];

/** Kinds of arguments that are given by name alone. */
export const KEYWORD_KINDS: Readonly<Record<string, string>> = {
  buffer: 'writable',
  nbytes: 'size',
  flags: 'flags',
  family: 'family',
  type: 'type',
  proto: 'proto',
  fileno: 'descriptor',
  host: 'host',
  port: 'port',
  msg: 'buffers',
  op: 'op',
  iv: 'bytes',
  assoclen: 'assoclen',
};
