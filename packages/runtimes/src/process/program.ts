/** What the programs around the runtimes have in common: how they end, and how they choose from a list. */

/** Runs a program whose status `main` returns. An error is one line on standard error, after the program's name if it has one, and status 2. */
export async function runProgram(main: () => number | Promise<number>, name?: string): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${name === undefined ? '' : `${name}: `}${message}\n`);
    process.exitCode = 2;
  }
}

/** The entries of a list that were asked for by their names: all, where none was. Contract: throws an Error for a name that is not in it. */
export function namedIn<T extends { readonly name: string }>(
  list: readonly T[],
  names: readonly string[],
  what: string,
): readonly T[] {
  const unknown = names.filter((name) => !list.some((entry) => entry.name === name));
  if (unknown.length > 0) throw new Error(`no ${what}: ${unknown.join(', ')}`);
  return names.length === 0 ? list : list.filter(({ name }) => names.includes(name));
}
