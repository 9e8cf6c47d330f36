/**
 * A process that is started before it is needed, and goes on as the next copy of this one.
 *
 * Nothing of it is to be seen: it is the child of a keeper until then, has no descriptor of this process's, and ends with it. What it
 * has inherited and could not be given later must still be the same when it is needed (traits.ts).
 */
import { addressOf, constants, sys, threads } from '@pysock/host';
import { present } from './given.ts';
import { hear, sendDescriptors, sendGo } from './spare-messages.ts';
import { traits } from './traits.ts';

const { AF_UNIX, AT_FDCWD, O_CLOEXEC, O_DIRECTORY, O_PATH, POLLIN, SOCK_CLOEXEC, SOCK_SEQPACKET } = constants;

const HERE = Buffer.from('.\0');

/** The folder that this process is in, which may have no name any more. */
const openFolder = (): number => sys.openat(AT_FDCWD, addressOf(HERE), O_PATH | O_DIRECTORY | O_CLOEXEC, 0);

export class Spare {
  readonly #keeper: threads.Keeper;
  readonly #socket: number;
  readonly #traits: string;
  readonly #nice: number;

  private constructor(keeper: threads.Keeper, socket: number, common: string, nice: number) {
    this.#keeper = keeper;
    this.#socket = socket;
    this.#traits = common;
    this.#nice = nice;
  }

  /** Starts one, whose command `program` makes of its descriptor. Undefined when there can be none. */
  static start(program: (socket: number) => sys.Program): Spare | undefined {
    const common = traits();
    const pair = new Int32Array(2);
    if (common === undefined || sys.socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return undefined;
    const [mine = -1, its = -1] = pair;
    const keeper = threads.Keeper.start(program(its), its);
    sys.close(its);
    if (keeper !== undefined) return new Spare(keeper, mine, common, present().nice);
    sys.close(mine);
    return undefined;
  }

  /** Whether it can be a copy of this process as that is now. */
  get isFit(): boolean {
    return traits() === this.#traits && present().nice >= this.#nice;
  }

  /** Whether it has come so far. */
  get isReady(): boolean {
    const polled = Int32Array.of(this.#socket, POLLIN);
    return sys.poll(polled, 1, 0) === 1;
  }

  /**
   * Has it go on as the image's process, with these descriptors of the host's, once it is ready. Its pid, or undefined when it could not.
   * With `waits`, it hears signals by then. It is of no use afterwards.
   */
  become(image: number, hosts: readonly number[], waits: boolean): number | undefined {
    const folder = openFolder();
    const sent = hear(this.#socket) ? sendDescriptors(this.#socket, [image, folder, ...hosts]) : -1;
    if (folder >= 0) sys.close(folder);
    if (sent < 0) {
      this.end();
      return undefined;
    }
    const isHere = this.#keeper.release() && sendGo(this.#socket) >= 0;
    if (isHere && waits) hear(this.#socket);
    sys.close(this.#socket);
    if (isHere) return this.#keeper.child;
    // It ended just before, and is seen now.
    sys.wait4(this.#keeper.child, new Int32Array(1), 0, null);
    return undefined;
  }

  /** Ends it. */
  end(): void {
    this.#keeper.end();
    sys.close(this.#socket);
  }
}
