/**
 * The packets that system calls have made, as a trace tells them. What the program has seen of a connection is written: its bytes, when they were
 * sent and received, and the handshake and the end that must have been around them. How the network cut the bytes into
 * packets is not known, nor what was sent again.
 */
import { ECONNREFUSED } from '@pysock/host/constants';
import { isIncoming } from '../text.ts';
import type { SystemCall } from '../trace.ts';
import { type Address, addressOf, isAny } from './addresses.ts';
import type { Packet } from './file.ts';
import { hasEnded, ownAddress } from './kernel.ts';
import { ACK, FIN, LONGEST, PSH, RST, SYN, tcp, URG, udp } from './packet.ts';

/** A direction of a connection. */
interface End {
  readonly address: Address;
  /** The number of its next byte. */
  next: number;
  isOver: boolean;
}

interface Flow {
  readonly own: End;
  readonly peer: End;
  /** The other end is this program's too: what it sends is written when it is sent. */
  isWithin: boolean;
}

/** Datagrams to others are not received here. */
const MOST_SENT = 1000;

const OUTCOME = /^SOL_SOCKET SO_ERROR (\d+)$/;

export class Flows {
  readonly #write: (packet: Packet) => void;
  readonly #flows = new Map<string, Flow>();
  /** By their descriptors. */
  readonly #pending = new Map<number, Flow>();
  /** How many datagrams of a kind were sent, and not received by this program. */
  readonly #sent = new Map<string, number>();
  #call!: SystemCall;
  #time = 0;

  constructor(write: (packet: Packet) => void) {
    this.#write = write;
  }

  /** What a call that has returned has made. */
  tell(call: SystemCall): void {
    this.#call = call;
    this.#time = call.time + call.duration;
    if (call.protocol === 'udp') this.#datagram();
    else if (call.protocol === 'tcp') this.#connection();
  }

  #datagram(): void {
    const { payload, local = '', peer = '', detail = '' } = this.#call;
    const to = addressOf(peer);
    const own = to && this.#ownOf(local, to);
    if (payload === undefined || to === undefined || own === undefined || detail.includes('MSG_PEEK')) return;
    const [first, second] = isIncoming(this.#call) ? [to, own] : [own, to];
    if (this.#isKnown(first, second, payload)) return;
    this.#put(udp(first, second, payload));
  }

  /** Whether a datagram was written when this program sent it. */
  #isKnown(from: Address, to: Address, payload: Uint8Array): boolean {
    const key = [...from.host, from.port, ...to.host, to.port, payload.length].join();
    const sent = this.#sent.get(key) ?? 0;
    if (isIncoming(this.#call)) {
      if (sent > 0) this.#sent.set(key, sent - 1);
      return sent > 0;
    }
    if (this.#sent.size >= MOST_SENT) this.#sent.clear();
    this.#sent.set(key, sent + 1);
    return false;
  }

  #connection(): void {
    const { call, fd = -1, local = '', peer = '', result, detail = '' } = this.#call;
    const outcome = OUTCOME.exec(detail)?.[1];
    if (outcome !== undefined) this.#conclude(fd, Number(outcome));
    const other = addressOf(peer);
    const own = other && this.#ownOf(local, other);
    if (own === undefined || other === undefined) return;
    const key = `${local} ${peer}`;
    if (call === 'connect') this.#connect(key, own, other);
    else if (call === 'accept' && result >= 0) this.#open(key, other, own, false);
    if (call === 'connect' || call === 'accept') return;
    if (this.#call.payload !== undefined) this.#conclude(fd, 0);
    const flow = this.#flows.get(key) ?? this.#flow(key, own, other, 1);
    if (call === 'shutdown') this.#shut(flow, detail);
    else if (call === 'close') this.#close(key, flow, local, peer);
    else this.#transfer(flow);
  }

  /** A socket that is bound to no address in particular has the one that the machine sends from. */
  #ownOf(local: string, peer: Address): Address | undefined {
    const bound = addressOf(local);
    const own = bound === undefined || isAny(bound) ? ownAddress(peer, bound?.port ?? 0) : bound;
    return own?.host.length === peer.host.length ? own : undefined;
  }

  #flow(key: string, own: Address, peer: Address, next: number): Flow {
    const end = (address: Address): End => ({ address, next, isOver: false });
    const other = this.#otherEnd(key);
    if (other !== undefined) other.isWithin = true;
    const flow = { own: other?.peer ?? end(own), peer: other?.own ?? end(peer), isWithin: other !== undefined };
    this.#flows.set(key, flow);
    return flow;
  }

  #otherEnd(key: string): Flow | undefined {
    return this.#flows.get(key.split(' ').reverse().join(' '));
  }

  #connect(key: string, own: Address, peer: Address): void {
    const { error, time, fd = -1 } = this.#call;
    if (this.#pending.has(fd)) {
      if (error === undefined || error === 'EISCONN') this.#conclude(fd, 0);
      return;
    }
    if (error === undefined) this.#open(key, own, peer, true);
    if (error !== 'EINPROGRESS' && error !== 'ECONNREFUSED') return;
    const flow = this.#flow(key, own, peer, 0);
    this.#pending.set(fd, flow);
    this.#send(flow.own, flow.peer, SYN, undefined, time);
    if (error === 'ECONNREFUSED') this.#conclude(fd, ECONNREFUSED);
  }

  /** The handshake of a connection that was under way is over. */
  #conclude(fd: number, error: number): void {
    const flow = this.#pending.get(fd);
    if (flow === undefined) return;
    this.#pending.delete(fd);
    if (error === 0) this.#answer(flow.own, flow.peer);
    else if (error === ECONNREFUSED) this.#send(flow.peer, flow.own, RST | ACK);
  }

  /** The handshake: `first` is the one that connects, and `isOurs` says whether that is this program. */
  #open(key: string, first: Address, second: Address, isOurs: boolean): void {
    const [own, peer] = isOurs ? [first, second] : [second, first];
    const other = this.#otherEnd(key);
    if (other !== undefined) {
      for (const [fd, flow] of this.#pending) if (flow === other) this.#conclude(fd, 0);
      this.#flow(key, own, peer, 1);
      return;
    }
    const flow = this.#flow(key, own, peer, 0);
    const [connecting, accepting] = isOurs ? [flow.own, flow.peer] : [flow.peer, flow.own];
    this.#send(connecting, accepting, SYN, undefined, isOurs ? this.#call.time : this.#time);
    this.#answer(connecting, accepting);
  }

  #answer(connecting: End, accepting: End): void {
    this.#send(accepting, connecting, SYN | ACK);
    this.#send(connecting, accepting, ACK);
  }

  #transfer(flow: Flow): void {
    const { payload, bytes, detail = '', error } = this.#call;
    const isFromPeer = isIncoming(this.#call);
    const [from, to] = isFromPeer ? [flow.peer, flow.own] : [flow.own, flow.peer];
    if (error === 'ECONNRESET') this.#send(flow.peer, flow.own, RST | ACK);
    if (payload === undefined || detail.includes('MSG_PEEK')) return;
    if (bytes === 0 && isFromPeer) this.#end(from, to);
    if (isFromPeer && flow.isWithin) return;
    const urgent = detail.includes('MSG_OOB') ? URG : 0;
    for (let at = 0; at < payload.length; at += LONGEST) {
      this.#send(from, to, PSH | ACK | urgent, payload.subarray(at, at + LONGEST));
      this.#send(to, from, ACK);
    }
  }

  #shut(flow: Flow, how: string): void {
    if (how === 'SHUT_RD' || this.#call.error !== undefined) return;
    this.#end(flow.own, flow.peer);
  }

  #close(key: string, flow: Flow, local: string, peer: string): void {
    // Another descriptor of this program, or of one that it has made, may have the same socket.
    if (!hasEnded(local, peer)) return;
    this.#end(flow.own, flow.peer);
    this.#flows.delete(key);
  }

  #end(from: End, to: End): void {
    if (from.isOver) return;
    from.isOver = true;
    this.#send(from, to, FIN | ACK);
    this.#send(to, from, ACK);
  }

  #send(from: End, to: End, flags: number, data?: Uint8Array, time = this.#time): void {
    const acknowledged = (flags & ACK) === 0 ? 0 : to.next;
    const segment = { from: from.address, to: to.address, sequence: from.next, acknowledged, flags };
    this.#put(tcp(data === undefined ? segment : { ...segment, data }), time);
    from.next += (data?.length ?? 0) + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
  }

  #put(bytes: Uint8Array, time = this.#time): void {
    const { pid, fd, call } = this.#call;
    this.#write({ time, bytes, comment: `${call}${fd === undefined ? '' : ` fd ${fd}`}, process ${pid}` });
  }
}
