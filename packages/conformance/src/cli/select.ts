import { join, resolve } from 'node:path';
import { type Case, casesFolder, discoverCases } from '../discover/discover.ts';
import { filterOf } from '../glob.ts';
import { packageRoot } from '../package-root.ts';
import type { CommandOptions } from './options.ts';

export interface Selection {
  readonly all: readonly Case[];
  /** Those that the filters let through. */
  readonly wanted: readonly Case[];
  /** The folder with known-differences.json and recorded/. */
  readonly expectations: string;
  /** It came with this package. */
  readonly own: boolean;
}

/** Our own folder of expectations. */
export function ownExpectations(): string {
  return join(packageRoot(), 'expectations');
}

type Choice = Pick<CommandOptions, 'names' | 'filter' | 'shard'>;

/** Contract: throws an Error when nothing is left to run. */
export function select(options: Choice): Selection[] {
  const selections = selectAny(options);
  if (selections.some(({ wanted }) => wanted.length > 0)) return selections;
  throw new Error(`no case ${nothingLeft(options)}`);
}

/** Why filters and shards let nothing through. */
export function nothingLeft({ filter }: Choice): string {
  return `${filter.length > 0 ? `has ${filter.join(' or ')} in its id` : 'is in this part'}: nothing would run`;
}

export function selectAny({ names, filter, shard }: Choice): Selection[] {
  const folders = names.length === 0 ? [casesFolder()] : names.map((name) => resolve(name));
  const wants = filterOf(filter);
  return folders.map((root): Selection => {
    const all = discoverCases(root);
    const wanted = all.filter(({ id }) => wants(id)).filter((_, index) => !shard || index % shard.of === shard.index);
    const own = names.length === 0;
    return { all, wanted, expectations: own ? ownExpectations() : join(root, 'expectations'), own };
  });
}
