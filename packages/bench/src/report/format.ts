/** Numbers for people: three digits, and the unit that keeps them short. */

function scaled(value: number, steps: readonly (readonly [unit: string, size: number])[]): string {
  const last = steps.at(-1) as readonly [string, number];
  const [unit, size] = steps.find(([, step]) => Math.abs(value) >= step * 0.9995) ?? last;
  const number = value / size;
  const digits = Math.abs(number) >= 99.95 ? 0 : Math.abs(number) >= 9.995 ? 1 : 2;
  return `${number.toFixed(digits)} ${unit}`;
}

export function seconds(value: number): string {
  return scaled(value, [
    ['s', 1],
    ['ms', 1e-3],
    ['µs', 1e-6],
    ['ns', 1e-9],
  ]);
}

export function bytes(value: number): string {
  return scaled(value, [
    ['MB', 1e6],
    ['KB', 1e3],
    ['B', 1],
  ]);
}

export function throughput(bytesPerSecond: number): string {
  return scaled(bytesPerSecond, [
    ['GB/s', 1e9],
    ['MB/s', 1e6],
  ]);
}

/** A ratio. */
export function times(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}
