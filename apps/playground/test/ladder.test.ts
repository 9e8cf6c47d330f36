import type { SystemCall } from '@pysock/socket-shim';
import { describe, expect, it } from 'vitest';
import { ladderOf } from '../src/run/ladder.ts';
import { Wire } from '../src/run/wire.ts';

const SERVER = '127.0.0.1:5000';
const CLIENT = '127.0.0.1:40000';

function wireOf(...calls: readonly (readonly [who: number, call: Partial<SystemCall>])[]): Wire {
  const wire = new Wire(['server', 'client']);
  for (const [who, call] of calls) {
    const [local, peer] = who === 0 ? [SERVER, CLIENT] : [CLIENT, SERVER];
    wire.add(who, { time: 0, duration: 0, pid: 1, call: '', protocol: 'tcp', local, peer, result: 0, ...call });
  }
  return wire;
}

const drawn = (wire: Wire): string[] =>
  ladderOf(wire.entries).map(({ left, right, arrow, isWhole }) => {
    const line = { 'to right': '->', 'to left': '<-', none: '' }[arrow];
    return [left, `${line}${isWhole ? '' : '?'}`, right].join(' | ');
  });

describe('the ladder', () => {
  it('joins what is sent with what is received, whoever was heard first', () => {
    const wire = wireOf(
      [0, { call: 'listen', time: 1, peer: '' }],
      // Accepts since 2, and has a client at 4.
      [0, { call: 'accept', time: 2, duration: 2 }],
      [0, { call: 'recv', time: 4.1, duration: 1, bytes: 14 }],
      [1, { call: 'connect', time: 3 }],
      [1, { call: 'send', time: 5, bytes: 14 }],
      [0, { call: 'send', time: 6, bytes: 16 }],
      [1, { call: 'recv', time: 5.5, duration: 0.6, bytes: 16 }],
      [1, { call: 'close', time: 7 }],
      [0, { call: 'recv', time: 6.5, duration: 0.6, bytes: 0 }],
    );
    expect(drawn(wire)).toEqual([
      `listen ${SERVER} | ? | `,
      `accept | <- | connect ${SERVER}`,
      'recv 14 bytes | <- | send 14 bytes',
      'send 16 bytes | -> | recv 16 bytes',
      'recv 0 bytes (end) | <- | close',
    ]);
  });

  it('leaves an arrow without an end where the other side is not traced, or reads otherwise than was written', () => {
    const wire = wireOf(
      [1, { call: 'connect', time: 1, error: 'ECONNREFUSED', result: -1 }],
      [1, { call: 'connect', time: 2 }],
      [1, { call: 'send', time: 3, bytes: 3 }],
      [1, { call: 'send', time: 4, bytes: 4 }],
      [0, { call: 'recv', time: 5, bytes: 7 }],
      [0, { call: 'recv', time: 6, error: 'EAGAIN', result: -1 }],
    );
    expect(drawn(wire)).toEqual([
      ` | ? | connect ${SERVER} ECONNREFUSED`,
      ` | <-? | connect ${SERVER}`,
      ' | <-? | send 3 bytes',
      ' | <-? | send 4 bytes',
      'recv 7 bytes | <-? | ',
    ]);
  });

  it('does not join across a later step of the same side', () => {
    const wire = wireOf(
      [1, { call: 'send', time: 1, bytes: 5 }],
      [0, { call: 'send', time: 2, bytes: 9 }],
      [0, { call: 'recv', time: 3, bytes: 5 }],
    );
    expect(drawn(wire)).toEqual([' | <-? | send 5 bytes', 'send 9 bytes | ->? | ', 'recv 5 bytes | <-? | ']);
  });
});
