/** Numbers in a source file that stand under the name of a macro. */

const CONSTANT =
  /^\s*(?:export )?const ([A-Z_][A-Z0-9_]*)(?::\s*\w+)? = (-?(?:0x[\da-f]+|0o?[0-7]+|\d+)(?:\s*<<\s*\d+)?);/gim;

export interface TypedByHand {
  readonly name: string;
  readonly line: number;
}

/** The constants of `source` that have a literal number and one of the names `known`. */
export function typedByHand(source: string, known: ReadonlySet<string>): TypedByHand[] {
  return [...source.matchAll(CONSTANT)].flatMap(({ 1: name = '', index }) =>
    known.has(name)
      ? [{ name, line: source.slice(0, index).split('\n').length + (source[index] === '\n' ? 1 : 0) }]
      : [],
  );
}
