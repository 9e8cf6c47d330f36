/** What the command's launcher (cli/launch.sh) hands on: what the process was started with, and Node has changed. */

export interface Inherited {
  /** Signals that are ignored and blocked: a bit each, the lowest one signal 1. */
  readonly ignored: bigint;
  readonly blocked: bigint;
  /** The soft limit of open files; undefined where there is none, or nobody knows. */
  readonly openFiles?: number;
  /** The standard streams that were closed: Node has opened /dev/null in their places. */
  readonly closed: readonly number[];
  /** The descriptors above the standard streams that the process was started with; undefined where nobody knows. */
  readonly descriptors?: readonly number[];
  /** The path of the Node that was started; empty where nobody knows. */
  readonly node: string;
}

export const NOTHING: Inherited = { ignored: 0n, blocked: 0n, closed: [], node: '' };

const WORD = /^inherited:([0-9a-f]+):([0-9a-f]+):([^:]*):([012]*):(-|[0-9,]*):(.*)$/;

/** Takes the launcher's word from the arguments, where it is the first. */
export function takeInherited(args: readonly string[]): { inherited: Inherited; args: readonly string[] } {
  const [, ignored, blocked, openFiles, closed = '', others = '-', node = ''] = WORD.exec(args[0] ?? '') ?? [];
  if (ignored === undefined) return { inherited: NOTHING, args };
  const limit = Number(openFiles);
  return {
    inherited: {
      ignored: BigInt(`0x${ignored}`),
      blocked: BigInt(`0x${blocked}`),
      closed: [...closed].map(Number),
      node,
      ...(Number.isInteger(limit) && limit > 0 ? { openFiles: limit } : {}),
      ...(others === '-' ? {} : { descriptors: others.split(',').filter(Boolean).map(Number) }),
    },
    args: args.slice(1),
  };
}

/** The word that the launcher would hand on. */
export function inheritedWord({ ignored, blocked, openFiles, closed, descriptors, node }: Inherited): string {
  const others = descriptors === undefined ? '-' : descriptors.join(',');
  const words = [ignored.toString(16), blocked.toString(16), openFiles ?? '', closed.join(''), others, node];
  return `inherited:${words.join(':')}`;
}
