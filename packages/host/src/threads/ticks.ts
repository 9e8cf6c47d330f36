/**
 * A thread that writes to a word at each interval while somebody runs, so that whoever counts that word down looks soon. It sleeps
 * while nobody runs.
 */
import { isMainThread } from 'node:worker_threads';
import { code as endArm64 } from '../generated/machine-code/tick-end-arm64.ts';
import { code as endX64 } from '../generated/machine-code/tick-end-x64.ts';
import { code as codeArm64 } from '../generated/machine-code/tick-thread-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/tick-thread-x64.ts';
import { callAtEnd, omitAtEnd } from './at-end.ts';
import { mapCode } from './machine-code.ts';
import { SharedBlock, startThread } from './native-thread.ts';
import { Ticks as Place } from './tick-block.ts';

const NS_PER_SECOND = 1e9;

/** Where the machine code lies, once it is mapped: what the thread runs, and what ends it when no JavaScript can. */
let entry = 0;
let ending = 0;

/** What is written to while somebody runs, so that it is not collected meanwhile: the write would end the process. */
const written = new Map<SharedBlock, object>();

/** Nobody runs any more. Contract: nothing is written once this has returned. */
function rest(block: SharedBlock): void {
  const { words } = block;
  Atomics.store(words, Place.running / 4, 0);
  while (Atomics.load(words, Place.writing / 4) !== 0);
  written.delete(block);
}

function finish(block: SharedBlock): void {
  rest(block);
  if (!isMainThread) omitAtEnd(ending, block.address);
  Atomics.store(block.words, Place.over / 4, 1);
  block.tell(1);
}

/** The thread of ticks that nothing refers to any more ends. */
const dropped = new FinalizationRegistry<SharedBlock>(finish);

export class Ticks {
  readonly #block = new SharedBlock(Place.size);
  readonly #owner: object;
  readonly #isThere: boolean;

  /** `place` is the host address of the word that 1 is written to; it has to stay for as long as its `owner` does. */
  constructor(place: number, owner: object, interval: number) {
    this.#owner = owner;
    this.#block.write(Place.place, place);
    this.interval = interval;
    if (entry === 0) entry = mapCode(process.arch === 'arm64' ? codeArm64 : codeX64);
    if (ending === 0) ending = mapCode(process.arch === 'arm64' ? endArm64 : endX64);
    this.#isThere = entry !== 0 && ending !== 0 && startThread(entry, this.#block.address) !== undefined;
    if (!this.#isThere) return;
    // The memory of a worker that is terminated is gone while somebody runs.
    if (!isMainThread) callAtEnd(ending, this.#block.address);
    dropped.register(this, this.#block, this);
  }

  /** In nanoseconds. */
  set interval(nanoseconds: number) {
    this.#block.write(Place.interval, Math.floor(nanoseconds / NS_PER_SECOND));
    this.#block.write(Place.interval + 8, Math.max(nanoseconds % NS_PER_SECOND, 1));
  }

  /** Somebody runs from now on. */
  begin(): void {
    if (!this.#isThere) return;
    const { words } = this.#block;
    written.set(this.#block, this.#owner);
    Atomics.store(words, Place.running / 4, 1);
    if (Atomics.load(words, Place.awake / 4) === 0) this.#block.tell(1);
  }

  /** Nobody does. */
  end(): void {
    rest(this.#block);
  }

  /** Ends the thread. Contract: nothing else is called afterwards. */
  close(): void {
    if (dropped.unregister(this)) finish(this.#block);
  }
}
