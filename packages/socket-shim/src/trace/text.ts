/** A system call as a line to read. */
import type { SystemCall, WaitingCall } from './trace.ts';

const INCOMING: ReadonlySet<string> = new Set(['accept', 'recv', 'recvfrom', 'recvmsg', 'read', 'readv']);
const BETWEEN: ReadonlySet<string> = new Set(['close', 'getsockopt', 'setsockopt']);

/** Whether a call brings something from its peer. */
export function isIncoming({ call }: Pick<SystemCall, 'call'>): boolean {
  return INCOMING.has(call);
}

/** From here on it is said how long a call took, in seconds. */
const LONG = 0.01;

function clock(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const fraction = String(Math.floor((seconds % 1) * 1e6)).padStart(6, '0');
  return `${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}.${fraction}`;
}

/** `127.0.0.1:41234 -> 127.0.0.1:5000`; the arrow shows where the bytes go. */
function route(systemCall: SystemCall | WaitingCall): string {
  const { call, local = '', peer = '', path } = systemCall;
  if (path !== undefined) return `<${path}>`;
  if (peer === '' || BETWEEN.has(call)) return peer === '' ? local : `${local} -- ${peer}`;
  return `${local} ${isIncoming(systemCall) ? '<-' : '->'} ${peer}`.trim();
}

function outcome(call: SystemCall | WaitingCall): string[] {
  if ('waiting' in call) return ['waits'];
  const { bytes, data, made, error, duration } = call;
  return [
    ...(bytes === undefined ? [] : [`${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`]),
    ...(data === undefined || bytes === 0 ? [] : [data]),
    ...(made === undefined ? [] : [`= fd ${made.join(', ')}`]),
    ...(error === undefined ? [] : [error]),
    ...(duration < LONG
      ? []
      : [`(after ${duration < 1 ? `${Math.round(duration * 1000)} ms` : `${duration.toFixed(1)} s`})`]),
  ];
}

/** What a call did, without when and who: the call, the descriptor, the addresses, the rest. */
export function traceText(call: SystemCall | WaitingCall): string {
  const { call: name, fd, detail } = call;
  const words = [route(call), detail ?? '', ...outcome(call)].filter((word) => word !== '');
  return `${name.padEnd(10)} ${fd === undefined ? '' : `fd ${fd}`.padEnd(6)}${words.join('  ')}`;
}

/** A line without its end: when the call returned or began to wait, the process, and what it did. */
export function traceLine(call: SystemCall | WaitingCall): string {
  return `${clock(call.time + ('waiting' in call ? 0 : call.duration))} ${call.pid} ${traceText(call)}`;
}
