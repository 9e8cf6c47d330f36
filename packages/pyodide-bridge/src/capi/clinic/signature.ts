/** Text signatures, as `__text_signature__` has them: `link($module, /, src, dst, *, src_dir_fd=None)`. */

export interface Parameter {
  /** '' when it can only be given by its place. */
  readonly keyword: string;
  readonly name: string;
  readonly isRequired: boolean;
  readonly isKeywordOnly: boolean;
}

export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** How many arguments may be given by place, and how many of these must be given. */
  readonly mostPositional: number;
  readonly leastPositional: number;
  /** How many parameters that can only be given by name are required. */
  readonly leastKeywords: number;
  /** Whether no argument can be given by name. */
  readonly isPositional: boolean;
}

/** The items between the parentheses. A default has no comma in it that is not between brackets. */
function itemsOf(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) {
      items.push(item.trim());
      item = '';
    } else item += letter;
  }
  return [...items, item.trim()].filter((each) => each !== '');
}

export function nameOf(signature: string): string {
  return signature.slice(0, signature.indexOf('('));
}

/** `$module` or `$self`, which C passes apart, is left out. */
export function parseSignature(signature: string): Signature {
  const name = nameOf(signature);
  const items = itemsOf(signature.slice(name.length + 1, -1));
  const slash = items.indexOf('/');
  const star = items.indexOf('*');
  const parameters = items.flatMap((item, index): Parameter[] => {
    if (item === '/' || item === '*' || item.startsWith('$')) return [];
    const [word = ''] = item.split('=');
    return [
      {
        keyword: index < slash ? '' : word,
        name: word,
        isRequired: !item.includes('='),
        isKeywordOnly: star >= 0 && index > star,
      },
    ];
  });
  const positional = parameters.filter((parameter) => !parameter.isKeywordOnly);
  return {
    name,
    parameters,
    mostPositional: positional.length,
    leastPositional: positional.filter((parameter) => parameter.isRequired).length,
    leastKeywords: parameters.filter((parameter) => parameter.isKeywordOnly && parameter.isRequired).length,
    isPositional: parameters.every((parameter) => parameter.keyword === ''),
  };
}
