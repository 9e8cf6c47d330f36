/** The collector of V8's heap, where a program itself has to say when. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8's `gc`. With the flavor `last-resort` the young generation becomes small again. */
export type Collect = (options?: { type: 'major'; execution: 'sync'; flavor?: 'last-resort' }) => void;

/** Of this thread's heap: it is in a context that is made after the flag is set. Another engine has none, and collects by itself. */
export function garbageCollector(): Collect {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as Collect | undefined;
  setFlagsFromString('--no-expose-gc');
  return collect ?? (() => undefined);
}
