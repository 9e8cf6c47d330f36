/**
 * Watching a descriptor where the runtime's loop cannot: a worker blocks in poll and posts a message (92 to 257 microseconds).
 *
 * The worker waits in slices, so that it sees when the runtime terminates it, and ends at a byte in its pipe.
 */
import { Worker } from 'node:worker_threads';
import { pathOfKoffi } from '../call/koffi.ts';
import { O_CLOEXEC, O_NONBLOCK, POLLIN } from '../constants/index.ts';
import { close, pipe2, write } from '../sys/unistd.ts';

/** Milliseconds after which the worker looks whether it is to end. */
const SLICE = 200;

/** The worker's words: 1 while it is to poll; 2 when it is to end. */
const GO = 1;
const END = 2;

const SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const { koffi: path, words, fd, pipe, POLLIN, SLICE } = workerData;
const koffi = require(path);
const poll = koffi.load(null).func('int poll(void *, unsigned long, int)');
const fds = Int32Array.of(fd, POLLIN, pipe, POLLIN);
while (Atomics.load(words, 0) !== ${END}) {
  if (Atomics.load(words, 0) !== ${GO}) { Atomics.wait(words, 0, 0, SLICE); continue; }
  fds[1] = fds[3] = POLLIN;
  if (poll(fds, 2, SLICE) <= 0 || (fds[1] >>> 16) === 0) continue;
  Atomics.compareExchange(words, 0, ${GO}, 0);
  parentPort.postMessage(0);
}
// Deno's port has no close; its worker has.
parentPort.close ? parentPort.close() : globalThis.close();
`;

export class WaitingWorker {
  readonly #words = new Int32Array(new SharedArrayBuffer(4));
  readonly #pipe = new Int32Array(2);
  readonly #worker: Worker;
  #started = false;

  constructor(fd: number, readable: () => void) {
    pipe2(this.#pipe, O_CLOEXEC | O_NONBLOCK);
    const workerData = { koffi: pathOfKoffi(), words: this.#words, fd, pipe: this.#pipe[0], POLLIN, SLICE };
    this.#worker = new Worker(SOURCE, { eval: true, workerData });
    this.#worker.unref();
    this.#worker.on('message', () => {
      if (!this.#started) return;
      readable();
      if (this.#started) this.#waitOnce();
    });
    this.#worker.once('exit', () => {
      for (const end of this.#pipe) close(end);
    });
  }

  start(): void {
    this.#started = true;
    this.#worker.ref();
    this.#waitOnce();
  }

  stop(): void {
    this.#started = false;
    this.#worker.unref();
    Atomics.compareExchange(this.#words, 0, GO, 0);
  }

  close(): void {
    this.stop();
    Atomics.store(this.#words, 0, END);
    Atomics.notify(this.#words, 0);
    write(this.#pipe[1] as number, Uint8Array.of(0), 1);
  }

  #waitOnce(): void {
    Atomics.compareExchange(this.#words, 0, 0, GO);
    Atomics.notify(this.#words, 0);
  }
}
