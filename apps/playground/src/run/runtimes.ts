/** The Pythons that a pane can run. */
import { type Adapter, cpython, findCPython, pysock, pysockIsBuilt } from '@pysock/runtimes';

export type RuntimeName = 'pysock' | 'CPython';

export interface Runtimes {
  readonly pysock: Adapter;
  /** Undefined where there is no CPython. */
  readonly CPython: Adapter | undefined;
}

/** Contract: throws an Error when pysock has not been built. */
export async function findRuntimes(): Promise<Runtimes> {
  if (!pysockIsBuilt()) throw new Error('the command pysock has not been built: npm run build');
  const found = await findCPython().catch(() => undefined);
  return { pysock: pysock(), CPython: found === undefined ? undefined : cpython(found) };
}
