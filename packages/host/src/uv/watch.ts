/** Waiting for a descriptor with JavaScript's event loop running, and with nothing in libuv's pool of threads. */
import { PollHandle } from './poll-handle.ts';
import { WaitingWorker } from './waiting-worker.ts';

/**
 * A descriptor that is watched for being readable. Contract: `readable` is called from the event loop while the watch is
 * wanted and the descriptor readable; the descriptor is closed after the watch is. One that is dropped without being closed
 * leaves a handle of 160 bytes.
 */
export class Watch {
  readonly #source: PollHandle | WaitingWorker;
  #isWanted = false;

  constructor(fd: number, readable: () => void, useLoop = true) {
    const handle = useLoop ? PollHandle.open(fd, readable) : undefined;
    this.#source = handle ?? new WaitingWorker(fd, readable);
  }

  /** From now on `readable` is called, and the process goes on until `rest`. */
  want(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#source.start();
  }

  /** Nobody waits any more. */
  rest(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#source.stop();
  }

  close(): void {
    this.#isWanted = false;
    this.#source.close();
  }
}
