/**
 * What threads that have ended leave in V8's heap. Each time that a stack is suspended V8 makes objects in its old space, and what these
 * and the tables of dead maps refer to is kept with them: 1 to 2 KB a thread of a server. They go when V8 collects all of the heap, which it
 * does when a young space's size has come together. Seen with 100,000 connections: 277 MB after the second tenth, 316 after the
 * eighth, 285 after the ninth. Here it is collected after each few MB: in 10 to 40 ms, as when V8 does.
 */
import { getHeapSpaceStatistics } from 'node:v8';
import { garbageCollector } from '@pysock/host/call';

/** How many threads end from one look to the next. */
const THREADS = 1024;
const MB = 2 ** 20;
/** By how much the old spaces may have grown: so many bytes, and at least such a part of what is in use. */
const LEAST_GROWTH = 8 * MB;
const PART = 4;

/** Where the garbage lies. */
const SPACES: ReadonlySet<string> = new Set(['old_space', 'trusted_space']);

function oldSpaces(): number {
  let used = 0;
  for (const space of getHeapSpaceStatistics()) if (SPACES.has(space.space_name)) used += space.space_used_size;
  return used;
}

export class HeapCare {
  #ended = 0;
  /** What was in use after the last collection. */
  #before = 0;
  #collect: (() => void) | undefined;

  /** A thread has ended. */
  threadEnded(): void {
    if (++this.#ended % THREADS !== 0) return;
    const used = oldSpaces();
    if (this.#before === 0) this.#before = used;
    if (used - this.#before < Math.max(LEAST_GROWTH, this.#before / PART)) return;
    this.#collect ??= garbageCollector();
    this.#collect();
    this.#before = oldSpaces();
  }
}
