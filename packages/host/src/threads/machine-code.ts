/** Machine code of ours (assembly/), mapped where it can be run. */
import { lazy, viewOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';

const { MAP_ANONYMOUS, MAP_PRIVATE, PROT_EXEC, PROT_READ, PROT_WRITE } = constants;

const c = {
  mmap: lazy<(...args: number[]) => number>('intptr_t mmap(uintptr_t, size_t, int, int, int, int64_t)'),
  mprotect: lazy<(address: number, length: number, protection: number) => number>(
    'int mprotect(uintptr_t, size_t, int)',
  ),
};

const PAGE = 4096;

/** What lies behind a function's code, which only reads it: how far from its beginning, and what. */
export interface CodeData {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The address of a function's code; 0 where no memory can be run. */
export function mapCode(code: readonly number[], data?: CodeData): number {
  const address = c.mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address === -1) return 0;
  viewOf(address, PAGE).set(code);
  if (data !== undefined) viewOf(address + data.at, data.bytes.length).set(data.bytes);
  return c.mprotect(address, PAGE, PROT_READ | PROT_EXEC) === 0 ? address : 0;
}
