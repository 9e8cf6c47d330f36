import { expect, test } from 'vitest';
import type { GuestFd, HostFd } from '../src/call/index.ts';
import { errnoConstants } from '../src/constants/index.ts';
import { close } from '../src/sys/index.ts';

test('a plain number is taken for a descriptor, and a descriptor of the guest for none of the host', () => {
  const host: HostFd = -1;
  const guest: GuestFd = -1;
  expect(close(host)).toBe(-(errnoConstants.EBADF as number));
  // @ts-expect-error The compiler's check is what is tested.
  expect(close(guest)).toBe(close(-1));
});
