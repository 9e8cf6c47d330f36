/**
 * koffi, by which all of C is called: its native module, which is a package of npm for each processor. Between it and the program koffi's own
 * package has the search for that module, for forty systems, and an install script that would build it.
 */
import { createRequire } from 'node:module';
import type Koffi from 'koffi';
import { koffiFailure } from './koffi-failure.ts';
import { urlOfModule } from './module-url.ts';

/** The package chooses between glibc and musl itself. */
const PACKAGE = `@koromix/koffi-linux-${process.arch}`;

const require = createRequire(urlOfModule(import.meta.url));

/** Where another thread of JavaScript loads it from. */
export function pathOfKoffi(): string {
  return require.resolve(PACKAGE);
}

/** Contract: throws an Error that says what is missing, with what koffi or the dynamic linker said as its cause. */
function load(): typeof Koffi {
  try {
    return require(PACKAGE);
  } catch (error) {
    throw new Error(koffiFailure(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

export default load();
