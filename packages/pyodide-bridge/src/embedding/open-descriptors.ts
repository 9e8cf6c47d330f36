/** The host's descriptors that an interpreter has open: closed with it, with its worker, or when the interpreter was dropped. */
import { isMainThread } from 'node:worker_threads';
import { closeAtEnd, keepAtEnd, sys } from '@pysock/host';
import type { Bridge } from '../bridge.ts';

const LAST_STANDARD = 2;

/** An interpreter that nothing refers to any more leaves no descriptors. */
const dropped = new FinalizationRegistry<Set<number>>((hosts) => {
  for (const host of hosts) sys.close(host);
});

export class OpenDescriptors {
  readonly #table: Bridge['descriptors'];
  readonly #hosts = new Set<number>();

  constructor(bridge: Bridge) {
    this.#table = bridge.descriptors;
    // Those behind the standard streams are the program's, or streams.ts's.
    for (const { guest, host } of this.#table.list()) if (guest > LAST_STANDARD) this.#add(host);
    this.#table.onOpening((host) => this.#add(host));
    this.#table.onClosing((host) => this.release(host));
    for (const host of bridge.scheduler.hostDescriptors()) this.#add(host);
    dropped.register(bridge.capi.emscripten, this.#hosts, this);
  }

  /** A descriptor is closed, or is no longer the interpreter's to close. */
  release(host: number): void {
    this.#hosts.delete(host);
    if (!isMainThread) keepAtEnd(host);
  }

  closeAll(): void {
    dropped.unregister(this);
    for (const guest of this.#table.numbers()) if (guest > LAST_STANDARD) this.#table.close(guest);
    for (const host of [...this.#hosts]) {
      this.release(host);
      sys.close(host);
    }
  }

  #add(host: number): void {
    if (host <= LAST_STANDARD) return;
    this.#hosts.add(host);
    if (!isMainThread) closeAtEnd(host);
  }
}
