import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Case, caseOfFile, casesFolder, discoverCases } from '../discover/discover.ts';
import { filterOf } from '../glob.ts';
import { packageRoot } from '../package-root.ts';
import type { CommandOptions } from './options.ts';

export interface Selection {
  readonly all: readonly Case[];
  /** All cases of a folder: what the known differences list must be among them. False for a single file. */
  readonly whole: boolean;
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

type Choice = Pick<CommandOptions, 'names' | 'filter' | 'shard'> & Partial<Pick<CommandOptions, 'short'>>;

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

export function selectAny({ names, filter, shard, short = false }: Choice): Selection[] {
  const own = names.length === 0;
  const roots = own ? [casesFolder()] : names.map((name) => resolve(name));
  const wants = filterOf(filter);
  return roots.map((root): Selection => {
    const whole = !isFile(root);
    const all = whole ? discoverCases(root) : [caseOfFile(root)];
    const kept = all.filter(({ id, options }) => wants(id) && !(short && options.long));
    const wanted = kept.filter((_, index) => !shard || index % shard.of === shard.index);
    const folder = whole ? root : dirname(root);
    return { all, whole, wanted, expectations: own ? ownExpectations() : join(folder, 'expectations'), own };
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
