import { hostname } from 'node:os';
import { type Adapter, askRuntime, type RuntimeInfo } from '@pysock/runtimes';
import type { Dialect } from '../normalize/normalize.ts';

/** An adapter whose runtime has answered. */
export interface Runtime {
  readonly adapter: Adapter;
  readonly info: RuntimeInfo;
  /** `CPython 3.14.2`, `pysock (Python 3.14.2)` */
  readonly label: string;
  readonly dialect: Dialect;
}

/** Contract: throws an Error when the runtime does not answer. */
export async function openRuntime(adapter: Adapter, temporary: readonly string[] = []): Promise<Runtime> {
  const info = await askRuntime(adapter);
  const dialect = { temporary, hostname: hostname(), python: info.python };
  const label = adapter.name === 'CPython' ? `CPython ${info.python}` : `${adapter.name} (Python ${info.python})`;
  return { adapter, info, label, dialect };
}
