/** OpenSSL's functions by their names, a file for each header's theme. */
export { callback, isAvailable } from './bind.ts';
