/**
 * A thread that writes to a word at each interval while somebody runs, so that whoever counts that word down looks soon. It sleeps
 * while nobody runs.
 */
import { code as codeArm64 } from '../generated/machine-code/tick-thread-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/tick-thread-x64.ts';
import { mapCode } from './machine-code.ts';
import { SharedBlock, startThread } from './native-thread.ts';
import { Ticks as Place } from './tick-block.ts';

const NS_PER_SECOND = 1e9;

export class Ticks {
  readonly #block = new SharedBlock(Place.size);
  readonly #isThere: boolean;

  /** `place` is the host address of the word that 1 is written to; it has to stay. */
  constructor(place: number, interval: number) {
    this.#block.write(Place.place, place);
    this.interval = interval;
    const entry = mapCode(process.arch === 'arm64' ? codeArm64 : codeX64);
    this.#isThere = entry !== 0 && startThread(entry, this.#block.address);
  }

  /** In nanoseconds. */
  set interval(nanoseconds: number) {
    this.#block.write(Place.interval, Math.floor(nanoseconds / NS_PER_SECOND));
    this.#block.write(Place.interval + 8, Math.max(nanoseconds % NS_PER_SECOND, 1));
  }

  /** Somebody runs from now on. */
  begin(): void {
    const { words } = this.#block;
    Atomics.store(words, Place.running / 4, 1);
    if (this.#isThere && Atomics.load(words, Place.awake / 4) === 0) this.#block.tell(1);
  }

  /** Nobody does. */
  end(): void {
    Atomics.store(this.#block.words, Place.running / 4, 0);
  }
}
