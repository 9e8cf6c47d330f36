/** A play that runs: its programs, started in their order, and the system calls of all of them. */
import { type TemporaryFolder, temporaryFolder } from '@pysock/conformance';
import { boundSockets, waitUntil } from '@pysock/runtimes';
import type { EditedCopies } from '../shelf/editing.ts';
import type { Play } from '../shelf/plays.ts';
import { Program } from './program.ts';
import type { RuntimeName, Runtimes } from './runtimes.ts';
import { Wire } from './wire.ts';

/** Who waits for a server that never becomes ready is started all the same: what it meets then is worth seeing. */
const PATIENCE = 60_000;

export interface Staging {
  readonly runtimes: Runtimes;
  readonly copies: EditedCopies;
  readonly cwd: string;
  runtimeOf(script: number): RuntimeName;
  changed(): void;
  /** What a program has written, as it comes. */
  received?(role: string, stream: 'stdout' | 'stderr', chunk: Buffer): void;
}

export class Performance {
  readonly play: Play;
  readonly programs: readonly Program[];
  readonly wire: Wire;
  readonly #folder: TemporaryFolder | undefined;
  #isClosed = false;

  constructor(play: Play, staging: Staging) {
    this.play = play;
    this.wire = new Wire(play.scripts.map(({ role }) => role));
    // What a script of ours leaves behind is taken away with it.
    this.#folder = play.isOwn ? undefined : temporaryFolder('pysock-play-');
    this.programs = play.scripts.map(
      ({ role, path, args = [] }, index) =>
        new Program({
          role,
          path: staging.copies.pathOf(path),
          args,
          cwd: this.#folder?.path ?? staging.cwd,
          adapter: staging.runtimes[staging.runtimeOf(index)] ?? staging.runtimes.pysock,
          changed: () => staging.changed(),
          received: (stream, chunk) => staging.received?.(role, stream, chunk),
          call: (call) => this.wire.add(index, call),
        }),
    );
  }

  /** Contract: answers when all have been started. */
  async start(): Promise<void> {
    let before: Program | undefined;
    for (const program of this.programs) {
      const told = before && (await this.#readiness(before));
      if (this.#isClosed) return;
      program.start(told);
      before = program;
    }
  }

  get isOver(): boolean {
    return this.programs.every(({ state }) => state === 'ended');
  }

  async ended(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.ended));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.programs.map((program) => program.close()));
    this.#folder?.remove();
  }

  async #readiness(server: Program): Promise<string[]> {
    const isReady = () =>
      this.play.ready === 'says so' ? server.readyWords !== undefined : boundSockets(server.pid).length > 0;
    await waitUntil(() => this.#isClosed || server.state === 'ended' || isReady(), PATIENCE);
    return this.play.ready === 'says so' ? (server.readyWords ?? []) : [];
  }
}
