/** Copies of this process, by a process that is started for it or by the spare one. */
import { constants, sys } from '@pysock/host';
import { unwatched } from '@pysock/host/call';
import { type Inherited, inheritedWord } from '../signals/inherited.ts';
import type { EmscriptenModule } from '../wasm/emscripten.ts';
import { keptDescriptors } from '../wasm/forked.ts';
import type { HostMemory } from '../wasm/host-memory.ts';
import { beforeEnd } from './exit.ts';
import { commandWith, startCopy, startHearing } from './fork.ts';
import { type ForkState, writeImage } from './fork-image.ts';
import { spareOption } from './forked-option.ts';
import { Spare } from './spare.ts';

const { SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTSTP, SIGXFSZ } = constants;

/** Python handles or ignores these from its start. */
const USUAL: ReadonlySet<number> = new Set([SIGINT, SIGPIPE, SIGXFSZ]);
/** What a terminal sends to all of its processes is not for a spare one. */
const OF_TERMINALS = [SIGINT, SIGQUIT, SIGTSTP, SIGHUP].reduce((set, signal) => set | (1n << BigInt(signal - 1)), 0n);

export type CopyState = Omit<ForkState, 'heapLength' | 'ready'>;

/** What a spare process is started with. */
export interface Preparation {
  readonly command: readonly string[];
  readonly argv: readonly string[];
  readonly inherited: Inherited;
}

const hasUnusual = ({ signals }: CopyState): boolean => signals.some(({ signal }) => !USUAL.has(signal));

export class Copies {
  readonly #module: EmscriptenModule;
  readonly #memory: HostMemory;
  #spare: Spare | undefined;

  constructor(module: EmscriptenModule, memory: HostMemory) {
    this.#module = module;
    this.#memory = memory;
  }

  /** The pid of a process that goes on in this state, or -errno. */
  make(state: CopyState, command: readonly string[]): number {
    return unwatched(
      () => this.#bySpare(state) ?? startHearing((ready) => this.#byNew(state, command, ready), hasUnusual(state)),
    );
  }

  /** Starts what makes the next copy quick, where there can be such a thing. */
  prepare({ command, argv, inherited }: Preparation): void {
    if (this.#spare !== undefined || !sys.hasCloseFrom()) return;
    const word = inheritedWord({ ...inherited, ignored: inherited.ignored | OF_TERMINALS, blocked: 0n });
    this.#spare = unwatched(() => Spare.start((socket) => commandWith([...command, word], spareOption(socket), argv)));
    beforeEnd(() => this.#endSpare());
  }

  #endSpare(): void {
    unwatched(() => this.#spare?.end());
    this.#spare = undefined;
  }

  /** Undefined where there is none that can be used now. */
  #bySpare(state: CopyState): number | undefined {
    if (this.#spare?.isFit === false) this.#endSpare();
    const spare = this.#spare;
    if (!spare?.isReady) return undefined;
    const image = writeImage(this.#module, this.#memory, { ...state, ready: -1 });
    if (image < 0) return image;
    const hosts = new Set([...state.descriptors.map(([, host]) => host), ...keptDescriptors(this.#module)]);
    const pid = spare.become(image, [...hosts], hasUnusual(state));
    this.#spare = undefined;
    sys.close(image);
    if (pid !== undefined) sys.noteSharing();
    return pid;
  }

  #byNew(state: CopyState, command: readonly string[], ready: number): number {
    const image = writeImage(this.#module, this.#memory, { ...state, ready });
    if (image < 0) return image;
    const pid = startCopy({
      image,
      descriptors: state.descriptors,
      others: keptDescriptors(this.#module),
      command: [...command, state.inherited],
      argv: state.argv,
      ready,
    });
    sys.close(image);
    return pid;
  }
}
