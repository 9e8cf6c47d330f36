/** <time.h>. Results as in socket.ts. */

import { addressOf, errnoOf, lazy, resultOf, stringAt } from '../call/libc.ts';
import { cString } from '../call/memory.ts';
import { CLOCK_MONOTONIC, TIMER_ABSTIME } from '../constants/index.ts';

const c = {
  clock_nanosleep: lazy('int clock_nanosleep(int, int, void *, void *)'),
  clock_gettime: lazy<(id: number, at: number) => number>('int clock_gettime(int, uintptr_t)'),
  clock_getres: lazy<(id: number, at: number) => number>('int clock_getres(int, uintptr_t)'),
  clock_settime: lazy<(id: number, at: number) => number>('int clock_settime(int, uintptr_t)'),
  localtime_r: lazy<(time: number, tm: number) => number>('uintptr_t localtime_r(uintptr_t, uintptr_t)'),
  gmtime_r: lazy<(time: number, tm: number) => number>('uintptr_t gmtime_r(uintptr_t, uintptr_t)'),
  pthread_self: lazy<() => number>('uintptr_t pthread_self()'),
  pthread_getcpuclockid: lazy<(thread: number, id: Int32Array) => number>(
    'int pthread_getcpuclockid(uintptr_t, void *)',
  ),
  mktime: lazy<(tm: number) => number | bigint>('int64_t mktime(uintptr_t)'),
  strftime: lazy<(into: Uint8Array, size: number, format: Uint8Array, tm: number) => number | bigint>(
    'size_t strftime(void *, size_t, void *, uintptr_t)',
  ),
  times: lazy<(at: number) => number | bigint>('int64_t times(uintptr_t)'),
  tzset: lazy<() => void>('void tzset(void)'),
  setenv: lazy('int setenv(void *, void *, int)'),
  unsetenv: lazy('int unsetenv(void *)'),
};

/** A timespec and a struct tm, in memory that does not move. */
const place = new BigInt64Array(64);
const words = new Int32Array(place.buffer);
const TM = 64;
/** glibc and musl: after nine ints and tm_gmtoff. */
const TM_ZONE = 48;
let base = 0;
const at = (offset: number): number => {
  base ||= addressOf(place);
  return base + offset;
};

/** What the last call of the clocks found: seconds and nanoseconds. */
export const timespec = place.subarray(0, 2);
/** The same words: the low and high half of the seconds, the nanoseconds. */
export const timespecWords = words.subarray(0, 3);
/** What localtime_r and mktime have filled: struct tm's nine ints, then tm_gmtoff in the word after a gap. */
export const tm = words.subarray(TM / 4, TM / 4 + 12);

/** 0 or -errno. */
export function clock_gettime(id: number): number {
  return resultOf(c.clock_gettime(id, at(0)));
}

export function clock_getres(id: number): number {
  return resultOf(c.clock_getres(id, at(0)));
}

export function clock_settime(id: number, nanoseconds: bigint): number {
  place[0] = nanoseconds / 1_000_000_000n;
  place[1] = nanoseconds % 1_000_000_000n;
  return resultOf(c.clock_settime(id, at(0)));
}

/** What `times` has filled: user and system, of the process and of its children, in ticks of the clock. */
export const tms = place.subarray(0, 4);

/** <sys/times.h>: ticks since some moment in the past. */
export function times(): number {
  return Number(c.times(at(0)));
}

/** Fills {@link tm}. The zone's name, or null where the time has no year that fits. */
export function localtime(time: bigint): string | null {
  place[0] = time;
  if (Number(c.localtime_r(at(0), at(TM))) === 0) return null;
  return stringAt(place[(TM + TM_ZONE) / 8] as bigint);
}

/** Fills {@link tm} with a time of Greenwich. False where it has no year that fits. */
export function gmtime(time: bigint): boolean {
  place[0] = time;
  return Number(c.gmtime_r(at(0), at(TM))) !== 0;
}

/** The clock of the calling thread's computing, for any thread; or -errno. */
export function threadClock(id: Int32Array): number {
  return errnoOf(c.pthread_getcpuclockid(c.pthread_self(), id));
}

/** The time of {@link tm}, which is normalized. */
export function mktime(): bigint {
  return BigInt(c.mktime(at(TM)));
}

/** A struct tm of any origin: its nine ints in C's order, tm_gmtoff and tm_zone. */
export interface Moment {
  readonly fields: readonly number[];
  readonly offset: number;
  readonly zone: string | undefined;
}

/** The present, in the local zone. */
export function now(): Moment {
  const zone = localtime(BigInt(Math.floor(Date.now() / 1000))) ?? undefined;
  return { fields: [...tm.subarray(0, 9)], offset: tm[10] as number, zone };
}

/** The most that one letter of a format becomes, as timemodule.c has it. */
const LONGEST_DIRECTIVE = 256;

/** Contract: a format of ASCII without NULs. Empty where the result is too long, too. */
export function strftime(format: string, { fields, offset, zone }: Moment): string {
  const name = zone === undefined ? undefined : cString(zone);
  tm.fill(0);
  tm.set(fields);
  place[(TM + TM_ZONE) / 8 - 1] = BigInt(offset);
  place[(TM + TM_ZONE) / 8] = name === undefined ? 0n : BigInt(addressOf(name));
  const text = cString(format);
  for (let size = 1024; ; size *= 2) {
    const result = Buffer.alloc(size);
    const length = Number(c.strftime(result, size, text, at(TM)));
    if (length > 0 || size >= LONGEST_DIRECTIVE * format.length) return result.toString('utf8', 0, length);
  }
}

/** Has C's local time be that of a zone; undefined: the system's. */
export function useTimeZone(zone: string | Uint8Array | undefined): void {
  const name = cString('TZ');
  if (zone === undefined) c.unsetenv(name);
  else c.setenv(name, cString(zone), 1);
  c.tzset();
}

const deadline = new BigInt64Array(2);

/** Sleeps until the monotonic clock shows `at` nanoseconds. Answers 0, or -EINTR when a signal came. */
export function sleepUntil(at: bigint): number {
  deadline[0] = at / 1_000_000_000n;
  deadline[1] = at % 1_000_000_000n;
  return -c.clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, deadline, null);
}
