import { describe, expect, test } from 'vitest';
import {
  CHECK_SIGNALS,
  errnoOf,
  INTERRUPTED,
  isErrno,
  lazy,
  RAISED,
  resultOf,
  SUSPENDED,
  TIMED_OUT,
  valueInto,
  WOULD_WAIT,
} from '../src/call/index.ts';
import { errnoConstants } from '../src/constants/index.ts';

const words = { CHECK_SIGNALS, INTERRUPTED, RAISED, SUSPENDED, TIMED_OUT, WOULD_WAIT };

describe('the words', () => {
  test('are all different', () => {
    expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
  });

  test.each(Object.entries(words))('%s is no errno, no count and no address of an object', (_name, word) => {
    expect(isErrno(word)).toBe(false);
    expect(word).toBeLessThan(-Math.max(...Object.values(errnoConstants)));
    expect(word | 0).toBe(word);
    expect((word >>> 0) % 2).toBe(1);
  });

  test('an errno is one, and a count is none', () => {
    for (const number of Object.values(errnoConstants)) expect(isErrno(-number)).toBe(true);
    expect([0, 1, 4095].some(isErrno)).toBe(false);
  });
});

describe('kinds of results', () => {
  const PRIO_PROCESS = 0;
  const getpriority = lazy<(which: number, who: number) => number>('int getpriority(int, unsigned int)');
  const posix_fallocate = lazy<(fd: number, offset: number, length: number) => number>(
    'int posix_fallocate(int, int64_t, int64_t)',
  );
  const close = lazy<(fd: number) => number>('int close(int)');

  test('-1 alone is the failure', () => {
    expect(resultOf(close(-1))).toBe(-(errnoConstants.EBADF as number));
    expect([-5, 0, 7].map(resultOf)).toEqual([-5, 0, 7]);
  });

  test('the errno itself', () => {
    expect(errnoOf(posix_fallocate(-1, 0, 1))).toBe(-(errnoConstants.EBADF as number));
    expect(Object.is(errnoOf(0), 0)).toBe(true);
  });

  test('any number may be the value', () => {
    const place = new Int32Array(1);
    expect(
      Object.is(
        valueInto(place, () => -1),
        0,
      ),
    ).toBe(true);
    expect(place[0]).toBe(-1);
    expect(valueInto(place, () => getpriority(PRIO_PROCESS, 0))).toBe(0);
    expect(valueInto(place, () => getpriority(99, 0))).toBe(-(errnoConstants.EINVAL as number));
  });
});
