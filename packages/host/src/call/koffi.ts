/** koffi, by which all of the C library is called. */
import { createRequire } from 'node:module';
import type Koffi from 'koffi';
import { koffiFailure } from './koffi-failure.ts';
import { urlOfModule } from './module-url.ts';

/** Contract: throws an Error that says what is missing, with what koffi or the dynamic linker said as its cause. */
function load(): typeof Koffi {
  try {
    return createRequire(urlOfModule(import.meta.url))('koffi');
  } catch (error) {
    throw new Error(koffiFailure(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

export default load();
