/** <unistd.h>: sysconf, pathconf, confstr; <stdlib.h>: getloadavg. Results as in socket.ts, but where said. */
import { errno, lazy, setErrno } from '../call/libc.ts';
import type { Address } from './file.ts';

const c = {
  sysconf: lazy('int64_t sysconf(int)'),
  pathconf: lazy('int64_t pathconf(uintptr_t, int)'),
  fpathconf: lazy('int64_t fpathconf(int, int)'),
  confstr: lazy('size_t confstr(int, void *, size_t)'),
  getloadavg: lazy('int getloadavg(void *, int)'),
};

/** A limit, -1 where there is none, or the errno in `failed`. */
export interface Limit {
  readonly value: number;
  readonly failed: number;
}

function limit(ask: () => number): Limit {
  setErrno(0);
  const value = Number(ask());
  return { value, failed: value === -1 ? errno() : 0 };
}

export function sysconf(name: number): Limit {
  return limit(() => c.sysconf(name));
}

export function pathconf(path: Address, name: number): Limit {
  return limit(() => c.pathconf(path, name));
}

export function fpathconf(fd: number, name: number): Limit {
  return limit(() => c.fpathconf(fd, name));
}

/** The text of a configuration variable; null when it has none, or -errno. */
export function confstr(name: number): Uint8Array | null | number {
  setErrno(0);
  const size = Number(c.confstr(name, null, 0));
  if (size === 0) return errno() === 0 ? null : -errno();
  const text = new Uint8Array(size);
  c.confstr(name, text, size);
  return text.subarray(0, size - 1);
}

/** Three averages, or -1 where they are unknown. */
export function getloadavg(averages: Float64Array): number {
  return c.getloadavg(averages, averages.length);
}
