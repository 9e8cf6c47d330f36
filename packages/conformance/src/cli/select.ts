import { join, resolve } from 'node:path';
import { type Case, discoverCases } from '../discover/discover.ts';
import { packageRoot } from '../package-root.ts';
import type { CommandOptions } from './options.ts';

export interface Selection {
  readonly all: readonly Case[];
  /** Those that the filters let through: at least one. */
  readonly wanted: readonly Case[];
  /** The folder with known-differences.json and recorded/. */
  readonly expectations: string;
}

/** Contract: throws an Error when nothing is left to run. */
export function select({ folder, filter }: Pick<CommandOptions, 'folder' | 'filter'>): Selection {
  const root = folder === undefined ? join(packageRoot(), 'cases') : resolve(folder);
  const expectations = folder === undefined ? join(packageRoot(), 'expectations') : join(root, 'expectations');
  const all = discoverCases(root);
  const wanted = all.filter(({ id }) => filter.length === 0 || filter.some((text) => id.includes(text)));
  if (wanted.length === 0) throw new Error(`no case has ${filter.join(' or ')} in its id: nothing would run`);
  return { all, wanted, expectations };
}
