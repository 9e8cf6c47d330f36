/** What the identity is made with: the part of a bridge (bridge.ts) that it needs. */
import type { CApi } from '../capi/index.ts';
import type { Definitions } from '../capi/methodobject.ts';
import type { ArgumentParsers } from '../capi/modsupport.ts';
import type { ErrnoMap } from './errno.ts';

export interface IdentityContext {
  readonly capi: CApi;
  readonly define: Definitions;
  readonly parsers: ArgumentParsers;
  readonly errno: ErrnoMap;
}

/** Runs Python code once, when the modules are registered: a memory snapshot keeps what it did. */
export interface RunsPython {
  runPython(code: string): unknown;
}
