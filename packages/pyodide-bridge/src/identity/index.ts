/** All that says "Linux" to Python, where Pyodide says Emscripten. */
import { widenArray } from './array-sizes.ts';
import type { IdentityContext, RunsPython } from './context.ts';
import { installErrnoModule } from './errno-module.ts';
import { installNames } from './names.ts';
import { translateOSErrors } from './os-error.ts';
import { widenStruct } from './struct-sizes.ts';
import { keepZoneNames } from './time-imports.ts';

/** Called before modules of ours are registered: what they raise has these numbers. */
export function installIdentity(context: IdentityContext, python: RunsPython): void {
  translateOSErrors(context);
  installErrnoModule(context, python);
  installNames(context, python);
  widenStruct(context, python);
  widenArray(context);
  keepZoneNames(context.capi.module, context.capi.emscripten);
}
