/** A scenario under way on a runtime, with its peer: waiting to be told how many operations the next round has. */
import { join } from 'node:path';
import * as z from 'zod';
import type { Runtime } from '../runtimes.ts';
import type { Peer, Scenario } from '../scenarios/scenario.ts';
import { Child } from './child.ts';
import { pin } from './pin.ts';
import { processorTime, residentMemory } from './proc.ts';

const root = join(import.meta.dirname, '..', '..');

/** Seconds. Pyodide alone takes some to start on a busy machine. */
const PATIENCE = 120;

/** What measure.py says. */
const messageSchema = z.object({
  listening: z.optional(z.number()),
  ready: z.optional(z.literal(true)),
  seconds: z.optional(z.number()),
});

export interface Round {
  readonly operations: number;
  readonly seconds: number;
  /** Seconds of processor time of the measured process. */
  readonly processor: number;
}

export class Session implements Disposable {
  readonly #child: Child;
  readonly #peer: Child | undefined;
  /** Seconds that it took from the start to the first line. */
  readonly startSeconds: number;

  private constructor(child: Child, peer: Child | undefined, startSeconds: number) {
    this.#child = child;
    this.#peer = peer;
    this.startSeconds = startSeconds;
  }

  /** `python` runs the peer. */
  static async open(scenario: Scenario, runtime: Runtime, python: Runtime): Promise<Session> {
    const { peer } = scenario;
    const [file, ...args] = scenario.program;
    const script = join(root, 'scenarios', file);
    const name = `${scenario.id} on ${runtime.name}`;
    using stack = new DisposableStack();
    const startPeer = (from: Peer, ...more: string[]) => {
      const [program, ...peerArgs] = from.program;
      const command = python.command([join(root, 'peers', program), ...peerArgs, ...more]);
      return stack.use(new Child(command, `the peer of ${name}`));
    };
    let other = peer?.side === 'listens' ? startPeer(peer) : undefined;
    const address = other ? [await other.line(PATIENCE)] : [];
    const started = performance.now();
    const child = stack.use(new Child(runtime.command([script, ...args, ...address]), name));
    let message = await nextMessage(child);
    const startSeconds = (performance.now() - started) / 1000;
    if (message.listening !== undefined && peer?.side === 'connects') {
      other = startPeer(peer, String(message.listening));
      message = await nextMessage(child);
    }
    if (!message.ready) throw new Error(`${name} is not ready`);
    if (other && scenario.measure === 'time') {
      pin(child.pid, 0);
      pin(other.pid, 1);
    }
    stack.move();
    return new Session(child, other, startSeconds);
  }

  get pid(): number {
    return this.#child.pid;
  }

  async round(operations: number): Promise<Round> {
    const before = processorTime(this.pid);
    this.#child.write(String(operations));
    const { seconds } = await nextMessage(this.#child);
    if (seconds === undefined) throw new Error('a round ended without its time');
    return { operations, seconds, processor: processorTime(this.pid) - before };
  }

  /** Lets the script end, and waits for that. */
  async finish(): Promise<void> {
    await this.#child.finish();
  }

  processor(): number {
    return processorTime(this.pid);
  }

  memory(): number {
    return residentMemory(this.pid);
  }

  [Symbol.dispose](): void {
    this.#child[Symbol.dispose]();
    this.#peer?.[Symbol.dispose]();
  }
}

async function nextMessage(child: Child): Promise<z.infer<typeof messageSchema>> {
  return messageSchema.parse(JSON.parse(await child.line(PATIENCE)));
}
