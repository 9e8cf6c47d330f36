import { readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- runtimes -->';
const END = '<!-- /runtimes -->';

/** Puts lines between the two marks of a Markdown file. Contract: throws an Error when it has not both, and changes nothing then. */
export function writeBetweenMarks(path: string, lines: readonly string[]): void {
  const text = readFileSync(path, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0)
    throw new Error(`${path} has no place for the table: it wants the lines ${BEGIN} and ${END}`);
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n\n${lines.join('\n')}\n\n${text.slice(end)}`);
}
