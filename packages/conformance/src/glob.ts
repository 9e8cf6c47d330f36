export type Glob = (text: string) => boolean;

/** Contract: whether a whole text is the pattern, in which `*` stands for any text. */
export function globOf(pattern: string): Glob {
  if (!pattern.includes('*')) return (text) => text === pattern;
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const expression = new RegExp(`^${source.join('.*')}$`, 's');
  return (text) => expression.test(text);
}

/** Contract: whether a text has one of the filters in it, each a text or a pattern with `*`; no filter lets all through. */
export function filterOf(filters: readonly string[]): Glob {
  const globs = filters.map((filter) => globOf(`*${filter}*`));
  return (text) => globs.length === 0 || globs.some((glob) => glob(text));
}
