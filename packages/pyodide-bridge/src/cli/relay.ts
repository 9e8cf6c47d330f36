/** What hears signals for the command; a file of its own, because loading it takes longer than starting the worker. */
import { sys } from '@pysock/host';
import { readImage } from '../processes/fork-image.ts';
import type { SignalRelay } from '../signals/signal-relay.ts';

export { SignalRelay } from '../signals/signal-relay.ts';
export { noteOptions } from './node-options.ts';

/** In a process made by fork: what its parent handles and ignores is heard before Python goes on, and the parent is told so. */
export function hearAsParent(relay: SignalRelay, image: number): void {
  const { ready, signals } = readImage(image);
  for (const request of signals) relay.answer(request);
  if (ready < 0) return;
  sys.write(ready, Buffer.of(1), 1);
  sys.close(ready);
}
