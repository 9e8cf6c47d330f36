/** Sets of signals: 64 bits, the lowest one signal 1. */

export const bitOf = (signal: number): bigint => 1n << BigInt(signal - 1);

export function signalsOf(set: bigint): number[] {
  if (set === 0n) return [];
  return Array.from({ length: 64 }, (_, index) => index + 1).filter((signal) => (set & bitOf(signal)) !== 0n);
}
