/** initconfig.c: config_init_hash_seed: what the command line and PYTHONHASHSEED say of the secret of `hash()`. */
import type { Environment } from './environment.ts';

/** A number in digits; 'random', a secret that no other process has; 'any', where nobody asks. */
export type HashSeed = `${bigint}` | 'random' | 'any';

/** Python's options, up to the script, `-c`, `-m` or `-`: letters that take the rest of the word or the next one end a word. */
function hasLetter([, ...args]: readonly string[], letters: string): boolean {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    if (!/^-[^-]/.test(word)) return false;
    const [, flags = '', taking = '', rest = ''] = /^-([^cmWX]*)([cmWX]?)(.*)$/.exec(word) ?? [];
    if ([...letters].some((letter) => flags.includes(letter))) return true;
    if (taking === 'c' || taking === 'm') return false;
    if (taking !== '' && rest === '') at++;
  }
  return false;
}

export function hashSeed(argv: readonly string[], { PYTHONHASHSEED }: Environment): HashSeed {
  if (hasLetter(argv, 'R')) return 'random';
  if (PYTHONHASHSEED === undefined || hasLetter(argv, 'EI')) return 'any';
  if (PYTHONHASHSEED === 'random') return 'random';
  return /^\d+$/.test(PYTHONHASHSEED) ? (PYTHONHASHSEED as HashSeed) : 'any';
}
