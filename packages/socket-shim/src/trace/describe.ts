/** What a call says of itself by its arguments and its result: a row for each call that is traced. */
import { EPOLL_CTL_ADD, EPOLL_CTL_DEL } from '@pysock/host/constants';
import type { Buffer } from '@pysock/host/sys';
import { epollData, epollMask } from '@pysock/host/sys';
import { bytesOf, bytesOfFile, bytesOfParts, literalOf, literalOfParts, messageParts } from './bytes.ts';
import type { Describe, Described } from './described.ts';
import { addressText, isSocket } from './endpoints.ts';
import { FILE_DESCRIPTIONS } from './files.ts';
import { eventNames, messageFlags, optionName, shutdownName, socketKind } from './names.ts';
import { bitsOf } from './waiting.ts';

const number = (value: unknown): number => value as number;

function flagged(flags: unknown): { detail?: string } {
  const names = messageFlags(number(flags));
  return names === '' ? {} : { detail: names };
}

const transfer: Describe = ([, buffer, length, flags = 0], result) => ({
  ...flagged(flags),
  ...(result >= 0
    ? {
        bytes: result,
        data: literalOf(buffer as Buffer, result),
        payload: () => bytesOf(buffer as Buffer, Math.min(result, number(length))),
      }
    : {}),
});

const datagram: Describe = (args, result, numberOf) => {
  const [, , , , address, size] = args;
  const bytes = address as Uint8Array;
  const length = typeof size === 'number' ? size : number((size as Int32Array)[0]);
  const peer = result < 0 && typeof size !== 'number' ? '' : addressText(bytes, length);
  return { ...transfer(args, result, numberOf), ...(peer === '' ? {} : { peer }) };
};

const whole = (vectors: Uint8Array, result: number): Described =>
  result < 0
    ? {}
    : { bytes: result, data: literalOfParts(vectors, result), payload: () => bytesOfParts(vectors, result) };

const outgoing: Describe = ([, header, flags], result) => {
  const { name, vectors } = messageParts(header as Uint8Array);
  return {
    ...flagged(flags),
    ...(name === undefined ? {} : { peer: addressText(name) }),
    ...whole(vectors, result),
  };
};

/** The address is there when the call has returned. */
const incoming: Describe = ([, header, flags], result, numberOf) =>
  result < 0 ? flagged(flags) : outgoing([0, header, flags], result, numberOf);

const vectors: Describe = ([, parts], result) => {
  const { buffer, byteOffset, byteLength } = parts as ArrayBufferView;
  return whole(new Uint8Array(buffer, byteOffset, byteLength), result);
};

function optionValue(value: unknown, length: unknown): string {
  const size = typeof length === 'number' ? length : number((length as Int32Array | null)?.[0] ?? 0);
  if (!ArrayBuffer.isView(value) || size !== 4) return `${size} bytes`;
  return String(new DataView(value.buffer, value.byteOffset).getInt32(0, true));
}

const option: Describe = ([, level, name, value, length], result) => ({
  detail: `${optionName(number(level), number(name))}${result < 0 ? '' : ` ${optionValue(value, length)}`}`,
});

const limit = (milliseconds: number): string => (milliseconds < 0 ? '' : ` within ${milliseconds} ms`);

/** `fd 3 POLLIN, fd 4 POLLOUT within 500 ms: fd 3 POLLIN` */
const poll: Describe = ([fds, count, timeout], result, numberOf) => {
  const words = fds as Int32Array;
  const entries = Array.from({ length: number(count) }, (_, at) => ({
    fd: words[at * 2] as number,
    events: words[at * 2 + 1] as number,
  })).filter(({ fd }) => isSocket(fd));
  const shown = (events: (word: number) => number) =>
    entries
      .filter(({ events: word }) => events(word) !== 0)
      .map(({ fd, events: word }) => `fd ${numberOf(fd) ?? '?'} ${eventNames('POLL', events(word))}`)
      .join(', ');
  const ready = result > 0 ? shown((word) => word >>> 16) : result === 0 ? 'nothing' : '';
  return {
    isForeign: entries.length === 0,
    fds: entries.flatMap(({ fd }) => numberOf(fd) ?? []),
    detail: `${shown((word) => word & 0xffff)}${limit(number(timeout))}${ready === '' ? '' : `: ${ready}`}`,
  };
};

/** The sets hold what is waited for, and when the call has returned, what is ready. */
const select: Describe = ([, reading, writing, except], result, numberOf) => {
  const sets = [reading, writing, except].map((set) => bitsOf(set as Int32Array).map((fd) => numberOf(fd) ?? '?'));
  const named = sets.map((fds, at) =>
    fds.length === 0 ? '' : `${['readable', 'writable', 'exceptional'][at]} fd ${fds.join(', ')}`,
  );
  const shown = named.filter((part) => part !== '').join('; ');
  const fds = sets.flat().filter((fd) => typeof fd === 'number');
  return { fds, detail: shown === '' && result >= 0 ? 'nothing ready' : shown };
};

export const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  socket: ([domain, type, protocol], result) => ({
    detail: socketKind(number(domain), number(type), number(protocol)),
    ...(result < 0 ? {} : { made: [result] }),
  }),
  socketpair: ([domain, type, protocol, pair], result) => ({
    detail: socketKind(number(domain), number(type), number(protocol)),
    ...(result < 0 ? {} : { made: [...(pair as Int32Array)] }),
  }),
  bind: ([, address, length], result) => ({
    ...(result < 0 ? { detail: addressText(address as Uint8Array, number(length)) } : {}),
  }),
  listen: ([, backlog]) => ({ detail: `backlog ${backlog}` }),
  accept4: (_args, result) => (result < 0 ? {} : { made: [result] }),
  connect: ([, address, length]) => {
    const peer = addressText(address as Uint8Array, number(length));
    return peer === '' ? {} : { peer };
  },
  send: transfer,
  recv: transfer,
  sendto: datagram,
  recvfrom: datagram,
  sendmsg: outgoing,
  recvmsg: incoming,
  read: transfer,
  write: ([fd, buffer], result, numberOf) => transfer([fd, buffer], result, numberOf),
  readv: vectors,
  writev: vectors,
  sendfile: ([, from, offset], result) =>
    result < 0 ? {} : { bytes: result, payload: () => bytesOfFile(number(from), offset, result) },
  shutdown: ([, how]) => ({ detail: shutdownName(number(how)) }),
  getsockopt: option,
  setsockopt: option,
  close: () => ({}),
  ...FILE_DESCRIPTIONS,
  poll,
  select,
  epoll_ctl: ([, operation, fd, event], _result, numberOf) => ({
    fds: [numberOf(number(fd)) ?? -1],
    isForeign: !isSocket(number(fd)),
    detail:
      operation === EPOLL_CTL_DEL
        ? `remove fd ${numberOf(number(fd)) ?? '?'}`
        : `${operation === EPOLL_CTL_ADD ? 'add' : 'change'} fd ${numberOf(number(fd)) ?? '?'} ${eventNames('EPOLL', number((event as Int32Array)[0]))}`,
  }),
  epoll_wait: ([, events, , timeout], result) => {
    const ready = Array.from({ length: Math.max(result, 0) }, (_, at) => {
      const words = events as Int32Array;
      return `fd ${epollData(words, at)} ${eventNames('EPOLL', epollMask(words, at))}`;
    });
    const outcome = result > 0 ? ready.join(', ') : 'nothing';
    return {
      detail:
        result < 0 ? limit(number(timeout)).trim() : `${limit(number(timeout)).trim()}: ${outcome}`.replace(/^: /, ''),
    };
  },
};
