import { constants } from '@pysock/host';
import { describe, expect, test } from 'vitest';
import { hasAddress, isFlat, isHarmlessNumber, POINTERS } from '../../src/kernel/descriptors/requests.ts';

const MEMORY = 64 << 20;

function words(...values: bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values).buffer);
}

describe('addresses in requests', () => {
  test('a word that lies in the memory of the guest could be one', () => {
    expect(hasAddress(words(0n, 0x601000n), MEMORY)).toBe(true);
    expect(hasAddress(words(0n, 5n, 0x7f0000000000n, BigInt(MEMORY)), MEMORY)).toBe(false);
  });

  test('the name of an interface is none', () => {
    const request = new Uint8Array(40);
    request.set(Buffer.from('wlan0'));
    expect(hasAddress(request, MEMORY)).toBe(false);
  });

  test('the structures of sockets and terminals have none, or one whose place is known', () => {
    const { SIOCGIFADDR, SIOCGIFCONF, SIOCWANDEV, TCGETS } = constants;
    expect([SIOCGIFADDR, SIOCGIFCONF, TCGETS].every(isFlat)).toBe(true);
    expect(isFlat(SIOCWANDEV)).toBe(false);
    // SG_IO
    expect(isFlat(0x2285)).toBe(false);
    expect(POINTERS.get(SIOCGIFCONF)).toBe(8);
  });

  test('a number is passed on where it is no address, or too small for one', () => {
    expect(isHarmlessNumber(constants.SIOCGIFCONF, 4096)).toBe(true);
    expect(isHarmlessNumber(constants.SIOCGIFCONF, 0x600000)).toBe(false);
    expect(isHarmlessNumber(constants.TCFLSH, 0x600000)).toBe(true);
  });
});
