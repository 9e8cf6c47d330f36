/** faulthandler.c: format_timeout */
const US_PER_SECOND = 1_000_000n;

export function timeoutHeader(us: bigint): string {
  const [seconds, rest] = [us / US_PER_SECOND, us % US_PER_SECOND];
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0')}`;
  return `Timeout (${seconds / 3600n}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction})!\n`;
}
