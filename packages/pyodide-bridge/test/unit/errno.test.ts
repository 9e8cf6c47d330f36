import { constants } from '@pysock/host';
import { describe, expect, test } from 'vitest';
import { createErrnoMap } from '../../src/identity/errno.ts';

/** Some of WASI's numbers, as Emscripten has them. */
const ERRNO_CODES = { EPERM: 63, ENOENT: 44, EAGAIN: 6, ECONNREFUSED: 14, EBADF: 8, EIO: 29 };

describe('error numbers', () => {
  const map = createErrnoMap({ ERRNO_CODES });

  test.each(Object.entries(ERRNO_CODES))('%s both ways', (name, guest) => {
    const host = (constants as Record<string, unknown>)[name] as number;
    expect(host).toBeGreaterThan(0);
    expect(map.guest(host)).toBe(guest);
    expect(map.host(guest)).toBe(host);
    expect(map.isGuest(guest)).toBe(true);
  });

  test('one that the guest lacks is moved out of the way, and comes back', () => {
    const moved = map.guest(constants.EHOSTDOWN);
    expect(Object.values(ERRNO_CODES)).not.toContain(moved);
    expect(moved).toBeGreaterThan(500);
    expect(map.host(moved)).toBe(constants.EHOSTDOWN);
  });

  test('what Python is shown is the host number where it sees a Linux, and the guest number elsewhere', () => {
    expect(map.shown(constants.EPERM)).toBe(ERRNO_CODES.EPERM);
    const linux = createErrnoMap({ ERRNO_CODES }, true);
    expect(linux.shown(constants.EPERM)).toBe(constants.EPERM);
    expect(linux.guest(constants.EPERM)).toBe(ERRNO_CODES.EPERM);
  });
});
