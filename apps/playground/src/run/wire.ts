/** What happened on the sockets of a play's programs, in an order in which nothing comes before its cause. */
import { isIncoming, type SystemCall } from '@pysock/socket-shim';

export interface WireEntry {
  /** Which program. */
  readonly who: number;
  /** Seconds since 1970: when a call that brings something returned, and when any other was made. */
  readonly at: number;
  readonly call: SystemCall;
}

const MOST_ENTRIES = 2000;

/** A message is sent before it is received, so an outgoing call counts from its start and an incoming one from its end. */
function momentOf(call: SystemCall): number {
  return isIncoming(call) ? call.time + call.duration : call.time;
}

export class Wire {
  readonly roles: readonly string[];
  /** How many calls there were. */
  total = 0;
  /** Changes when entries do. */
  version = 0;
  #entries: WireEntry[] = [];

  constructor(roles: readonly string[]) {
    this.roles = roles;
  }

  get entries(): readonly WireEntry[] {
    return this.#entries;
  }

  add(who: number, call: SystemCall): void {
    const entry = { who, at: momentOf(call), call };
    let place = this.#entries.length;
    while (place > 0 && this.#entries[place - 1]!.at > entry.at) place -= 1;
    this.#entries.splice(place, 0, entry);
    this.total += 1;
    this.version += 1;
    if (this.#entries.length > MOST_ENTRIES * 2) this.#entries = this.#entries.slice(-MOST_ENTRIES);
  }
}
