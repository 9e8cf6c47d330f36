/** Which calls a trace tells: `network`, `recv,send`, `file,!openat`, `fd=3`. */
import { DESCRIPTOR_DESCRIPTIONS, PATH_DESCRIPTIONS, PROCESS_DESCRIPTIONS } from './files.ts';

/** On files of any kind. */
const TRANSFERS = ['read', 'write', 'readv', 'writev', 'sendfile', 'close'];
const WAITS = ['poll', 'select', 'epoll_ctl', 'epoll_wait'];
const SOCKETS = [
  ...['socket', 'socketpair', 'bind', 'listen', 'accept', 'connect', 'send', 'recv', 'sendto', 'recvfrom'],
  ...['sendmsg', 'recvmsg', 'shutdown', 'getsockopt', 'setsockopt'],
];

/** As strace has them. `network` has calls on sockets only. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  network: [...SOCKETS, ...TRANSFERS, ...WAITS],
  file: Object.keys(PATH_DESCRIPTIONS),
  desc: [...TRANSFERS, ...WAITS, ...Object.keys(DESCRIPTOR_DESCRIPTIONS)],
  process: Object.keys(PROCESS_DESCRIPTIONS),
};
const ALL: readonly string[] = [...new Set(Object.values(GROUPS).flat())];

/** Which calls a trace tells. */
export interface TraceFilter {
  /** Calls on sockets that are told, and those without a descriptor; `accept` is the name of accept4. */
  readonly onSockets: ReadonlySet<string>;
  /** Calls on anything else. */
  readonly onOthers: ReadonlySet<string>;
  /** Only these descriptors, by the program's numbers. */
  readonly fds?: ReadonlySet<number>;
}

/** A word's calls; undefined for an unknown one. */
function callsOf(word: string): readonly string[] | undefined {
  const name = word.replace(/^%/, '');
  if (name === 'all') return ALL;
  if (Object.hasOwn(GROUPS, name)) return GROUPS[name];
  return ALL.includes(word) ? [word] : undefined;
}

function unknown(word: string): Error {
  const groups = [...Object.keys(GROUPS), 'all'].join(', ');
  return new Error(`'${word}' is no call that is traced, no group (${groups}) and no descriptor (fd=3)`);
}

interface Words {
  readonly fds: Set<number>;
  readonly wanted: string[];
  readonly unwanted: string[];
}

function sorted(text: string): Words {
  const words: Words = { fds: new Set(), wanted: [], unwanted: [] };
  for (const whole of text.split(',')) {
    const word = whole.trim();
    const fd = /^(?:fd=)?(\d+)$/.exec(word)?.[1];
    const isUnwanted = word.startsWith('!');
    const name = isUnwanted ? word.slice(1) : word;
    if (fd !== undefined) words.fds.add(Number(fd));
    else if (callsOf(name) === undefined) throw unknown(word);
    else (isUnwanted ? words.unwanted : words.wanted).push(name);
  }
  return words;
}

/**
 * A trace's filter by its words, which commas part: names of calls, groups, descriptors, and with `!` what is left out. Where no call is wanted by
 * name it is those on sockets.
 *
 * @throws Error that names a word which is none of these.
 */
export function traceFilter(text = 'network'): TraceFilter {
  const { fds, wanted, unwanted } = sorted(text);
  const without = new Set(unwanted.flatMap((word) => callsOf(word) as readonly string[]));
  const calls = (words: readonly string[]): ReadonlySet<string> =>
    new Set(words.flatMap((word) => callsOf(word) as readonly string[]).filter((name) => !without.has(name)));
  const words = wanted.length === 0 ? ['network'] : wanted;
  return {
    onSockets: calls(words),
    onOthers: calls(words.filter((word) => !/^%?network$/.test(word))),
    ...(fds.size === 0 ? {} : { fds }),
  };
}
