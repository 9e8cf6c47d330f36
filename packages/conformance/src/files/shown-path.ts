import { relative } from 'node:path';

/** A path as a message names it: from the current folder if it lies in there. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
