/** <openssl/rand.h> */
import { functions } from './bind.ts';

const c = functions({
  RAND_bytes: 'int RAND_bytes(uintptr_t, int)',
  RAND_add: 'void RAND_add(uintptr_t, int, double)',
  RAND_status: 'int RAND_status()',
});

/** Fills `length` bytes at a host address. False when the generator fails. */
export function RAND_bytes(address: number, length: number): boolean {
  return c.RAND_bytes(address, length) === 1;
}

/** Mixes bytes at a host address in; `entropy` in bytes. */
export function RAND_add(address: number, length: number, entropy: number): void {
  c.RAND_add(address, length, entropy);
}

export function RAND_status(): boolean {
  return c.RAND_status() === 1;
}
