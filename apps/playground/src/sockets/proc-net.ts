/** The kernel's tables of sockets, /proc/net (proc_pid_net(5)). */
import { readFileSync } from 'node:fs';
import { SocketAddress } from 'node:net';

export interface SocketEntry {
  readonly protocol: string;
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  /** Whether somebody else can connect or send to it. */
  readonly isReachable: boolean;
}

/** include/net/tcp_states.h, from 1 on; a UDP socket has the first of them or the seventh. */
const STATES = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
];
const LISTEN = STATES.indexOf('LISTEN') + 1;
const CLOSE = STATES.indexOf('CLOSE') + 1;

/** include/linux/net.h: __SO_ACCEPTON, which marks a UNIX socket that listens. */
const SO_ACCEPTON = 0x10000;
const UNIX_TYPES: Readonly<Record<number, string>> = { 1: 'stream', 2: 'dgram', 5: 'seqpacket' };
/** SS_UNCONNECTED and its neighbours in include/uapi/linux/net.h. */
const UNIX_STATES = ['', 'unconnected', 'connecting', 'connected', 'disconnecting'];

/** Contract: a table that this kernel lacks is empty. */
function lines(name: string): string[][] {
  try {
    const text = readFileSync(`/proc/net/${name}`, 'utf8');
    return text
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.trim().split(/\s+/));
  } catch {
    return [];
  }
}

/** `0100007F:1388`: words in the machine's byte order, which is little endian on x64 and arm64; the port is a number. */
export function endpoint(text: string): string {
  const [words = '', hexPort = ''] = text.split(':');
  const port = Number.parseInt(hexPort, 16) || '*';
  const bytes = Buffer.from(words, 'hex');
  for (let word = 0; word < bytes.length; word += 4) bytes.subarray(word, word + 4).reverse();
  if (bytes.length === 4) return `${bytes.join('.')}:${port}`;
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return `[${new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address}]:${port}`;
}

function inet(name: string): [inode: string, entry: SocketEntry][] {
  const isTcp = name.startsWith('tcp');
  return lines(name).map(([, local = '', remote = '', hexState = '', , , , , , inode = '']) => {
    const state = Number.parseInt(hexState, 16);
    const isBound = !isTcp && state === CLOSE;
    const entry = {
      protocol: name,
      state: isBound ? 'bound' : (STATES[state - 1] ?? hexState),
      local: endpoint(local),
      remote: isBound || state === LISTEN ? '' : endpoint(remote),
      isReachable: isBound || state === LISTEN,
    };
    return [inode, entry];
  });
}

function unix(): [inode: string, entry: SocketEntry][] {
  return lines('unix').map(([, , , flags = '', type = '', state = '', inode = '', ...path]) => {
    const isListening = (Number.parseInt(flags, 16) & SO_ACCEPTON) !== 0;
    const local = path.join(' ');
    const entry = {
      protocol: `unix ${UNIX_TYPES[Number.parseInt(type, 16)] ?? ''}`.trimEnd(),
      state: isListening ? 'LISTEN' : (UNIX_STATES[Number.parseInt(state, 16)] ?? state),
      local,
      remote: '',
      isReachable: isListening || (Number.parseInt(type, 16) === 2 && local !== ''),
    };
    return [inode, entry];
  });
}

/** All sockets of this network that have an address or a peer, by inode. */
export function readSocketTables(): ReadonlyMap<string, SocketEntry> {
  return new Map([...['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap(inet), ...unix()]);
}
