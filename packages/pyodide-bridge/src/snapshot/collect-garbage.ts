/** Giving back what a start has used and left, in a process that is about to wait. */
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8's `gc`. With this flavor the young generation, which has grown while the program began, becomes small again. */
type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** Of this thread's heap. Another engine than V8 has no such function, and collects by itself. */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as Collect | undefined;
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
