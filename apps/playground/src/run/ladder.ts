/** The conversation of two programs over TCP as a ladder: each on its side, arrows for what goes from one to the other. */
import { isIncoming, type SystemCall } from '@pysock/socket-shim';
import type { WireEntry } from './wire.ts';

export interface Rung {
  left: string;
  right: string;
  /** Where the bytes go. */
  readonly arrow: 'to right' | 'to left' | 'none';
  /** Both ends of the arrow are known. */
  isWhole: boolean;
}

interface Sent {
  readonly rung: Rung;
  readonly place: number;
  readonly call: SystemCall;
}

const SHOWN: ReadonlySet<string> = new Set([
  ...['listen', 'connect', 'accept', 'shutdown', 'close'],
  ...['send', 'sendto', 'sendmsg', 'write', 'writev', 'sendfile', 'recv', 'recvfrom', 'recvmsg', 'read', 'readv'],
]);

function label({ call, local = '', peer = '', bytes, error, detail = '' }: SystemCall): string {
  if (call === 'listen') return `listen ${local}`;
  if (call === 'shutdown') return `shutdown ${detail}`;
  const where = call === 'connect' ? ` ${peer}` : call === 'close' && peer === '' ? ` ${local}` : '';
  const amount = bytes === undefined ? '' : bytes === 0 ? ' 0 bytes (end)' : ` ${bytes} bytes`;
  return `${call}${where}${amount}${error === undefined ? '' : ` ${error}`}`;
}

/** An end of a connection is sent as well: the peer receives 0 bytes. */
function sends({ call, error, peer = '', bytes = 0 }: SystemCall): boolean {
  if (error !== undefined || peer === '') return false;
  return call === 'connect' || call === 'close' || call === 'shutdown' || bytes > 0;
}

class Ladder {
  readonly rungs: Rung[] = [];
  readonly #sent = new Map<string, Sent[]>();

  add({ who, call }: WireEntry): void {
    const isLeft = who === 0;
    const { local = '', peer = '' } = call;
    if (isIncoming(call) && this.#join(`${peer}>${local}`, call, isLeft)) return;
    const goes = isIncoming(call) ? call.error === undefined : sends(call);
    const toRight = isLeft !== isIncoming(call);
    const rung: Rung = {
      left: isLeft ? label(call) : '',
      right: isLeft ? '' : label(call),
      arrow: goes ? (toRight ? 'to right' : 'to left') : 'none',
      isWhole: false,
    };
    this.rungs.push(rung);
    if (isIncoming(call) || !goes) return;
    const flow = `${local}>${peer}`;
    const sent = { rung, place: this.rungs.length - 1, call };
    this.#sent.set(flow, [...(this.#sent.get(flow) ?? []), sent]);
  }

  /** Puts what is received on the rung on which it was sent, where nothing of this side has come since. */
  #join(flow: string, call: SystemCall, isLeft: boolean): boolean {
    const waiting = this.#sent.get(flow) ?? [];
    const at = waiting.findIndex(({ call: sent }) => matches(sent, call));
    const sent = waiting[at];
    if (sent === undefined) return false;
    this.#sent.set(flow, waiting.slice(at + 1));
    const side = isLeft ? 'left' : 'right';
    if (this.rungs.slice(sent.place).some((rung) => rung[side] !== '')) return false;
    sent.rung[side] = label(call);
    sent.rung.isWhole = true;
    return true;
  }
}

function matches(sent: SystemCall, received: SystemCall): boolean {
  if (received.call === 'accept') return sent.call === 'connect';
  if (received.bytes === 0) return sent.call === 'close' || sent.call === 'shutdown';
  return sent.bytes === received.bytes;
}

/** The rungs of the TCP connections among the calls. A call that only found out that it would have to wait is left out. */
export function ladderOf(entries: readonly WireEntry[]): Rung[] {
  const ladder = new Ladder();
  for (const entry of entries) {
    const { protocol, call, error } = entry.call;
    if (protocol === 'tcp' && SHOWN.has(call) && error !== 'EAGAIN') ladder.add(entry);
  }
  return ladder.rungs;
}
