/** Starting the process that goes on as the copy of this one. */
import { constants, sys } from '@pysock/host';
import { layOut } from './child-table.ts';
import type { ForkedDescriptor } from './fork-image.ts';
import { forkedOption } from './forked-option.ts';
import { openOnHost } from './inheritance.ts';

export interface CopyStart {
  readonly image: number;
  readonly descriptors: readonly ForkedDescriptor[];
  /** Descriptors of the host's that are none of Python's. */
  readonly others: readonly number[];
  /** How this process's command was started: Node, its options, the script, what it inherited. */
  readonly command: readonly string[];
  /** Python's command line. */
  readonly argv: readonly string[];
  /** The end of a pipe that the copy writes to when it hears signals; -1 for none. */
  readonly ready: number;
}

const bytesOf = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));

/** The command, as it is started for a fork. */
export function commandWith(command: readonly string[], option: string, [, ...args]: readonly string[]): sys.Program {
  const argv = bytesOf([...command, option, ...args]);
  const env = bytesOf(Object.entries(process.env).map(([name, value]) => `${name}=${value}`));
  return { path: argv[0] as Buffer, argv, env };
}

/** The copy's pid, or -errno. It gets every descriptor of Python's under the host's number. */
export function startCopy({ image, descriptors, others, command, argv, ready }: CopyStart): number {
  const table = new Map<number, number>([[image, image]]);
  if (ready >= 0) table.set(ready, ready);
  for (const host of [...descriptors.map(([, number]) => number), ...others]) table.set(host, host);
  const program = commandWith(command, forkedOption(image), argv);
  return sys.posix_spawn(program, layOut(table, sys.hasCloseFrom(), openOnHost), {});
}

/** Starts the copy, and waits until it hears signals where `waits` says so: before, Node would answer them as it likes. */
export function startHearing(start: (ready: number) => number, waits: boolean): number {
  if (!waits) return start(-1);
  const pair = new Int32Array(2);
  const made = sys.pipe2(pair, constants.O_CLOEXEC);
  if (made < 0) return made;
  const [reading = -1, writing = -1] = pair;
  const pid = start(writing);
  sys.close(writing);
  // When the copy dies before, the pipe ends.
  if (pid >= 0) while (sys.read(reading, new Uint8Array(1), 1) === -constants.EINTR);
  sys.close(reading);
  return pid;
}
