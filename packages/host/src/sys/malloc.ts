/** <malloc.h> of glibc. musl, which lacks these functions, gives memory back by itself. */
import { lazy } from '../call/libc.ts';
import { constants } from '../constants/all.ts';

const { M_MMAP_THRESHOLD, M_TRIM_THRESHOLD } = constants;

const c = { malloc_trim: lazy('int malloc_trim(size_t)'), mallopt: lazy('int mallopt(int, int)') };

/** glibc's own, before it raises them. */
const THRESHOLD = 128 * 1024;

/** Has memory that is freed go back to the system as it does at first: after large pieces were freed glibc keeps so much. */
export function keepLittleMemory(): void {
  try {
    c.mallopt(M_MMAP_THRESHOLD, THRESHOLD);
    c.mallopt(M_TRIM_THRESHOLD, THRESHOLD);
    c.malloc_trim(0);
  } catch {
    // There is no such function.
  }
}
