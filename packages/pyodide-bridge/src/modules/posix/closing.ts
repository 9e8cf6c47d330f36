/** posixmodule.c: os_closerange_impl. */
import { int } from '../../capi/clinic/converters.ts';
import { builtin } from '../builtin.ts';

export const closingFunctions = [
  builtin(
    'closerange($module, fd_low, fd_high, /)',
    'Close all descriptors from fd_low up to, and without, fd_high. Errors are ignored.',
    [int, int],
    ({ capi, descriptors }, low, high) => {
      // sic: close_range() takes unsigned numbers, so that 0 and less for fd_high closes all.
      descriptors.closeRange(Math.max(low, 0), ((high - 1) >>> 0) + 1);
      return capi.none();
    },
  ),
];
