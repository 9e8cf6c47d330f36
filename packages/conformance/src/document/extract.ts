import { type IndentationChange, restoreIndentation } from './indentation.ts';

export interface Snippet {
  /** Place in the document, from 1. */
  readonly number: number;
  /** The document's heading above it. */
  readonly section: string;
  /** What the document calls it: the comment above its imports, or the sentence that leads to it; may be empty. */
  readonly label: string;
  /** Line of the document with the snippet's first line, from 1. */
  readonly documentLine: number;
  /** The text between the markers, as it stands in the document. */
  readonly original: string;
  /** The same with its indentation put back. */
  readonly source: string;
  readonly changes: readonly IndentationChange[];
}

const START = 'python code snippet start';
const END = 'python code snippet end';

/** Contract: the snippets in document order; throws an Error, with the line, where a marker lacks its partner. */
export function extractSnippets(document: string): Snippet[] {
  const lines = document.split('\n').map((line) => line.replace(/\r$/, ''));
  const snippets: Snippet[] = [];
  let section = '';
  let sentence = '';
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.trim();
    if (line !== START) {
      if (line.includes(END)) throw new Error(`line ${at + 1}: "${END}" without a start`);
      if (isHeading(line)) section = line;
      sentence = isHeading(line) ? '' : line || sentence;
      continue;
    }
    const { code, last } = readCode(lines, at + 1);
    snippets.push({
      number: snippets.length + 1,
      section,
      label: scriptComment(code) || leadingSentence(sentence),
      documentLine: at + 2,
      original: code.join('\n'),
      ...restoreIndentation(code.join('\n')),
    });
    sentence = '';
    at = last;
  }
  return snippets;
}

/** The end marker may be glued to the last line of code. */
function readCode(lines: readonly string[], from: number): { code: string[]; last: number } {
  const last = lines.findIndex((line, at) => at >= from && line.trimEnd().endsWith(END));
  const next = lines.findIndex((line, at) => at >= from && line.trim() === START);
  if (last < 0 || (next >= 0 && next < last)) throw new Error(`line ${from}: "${START}" without an end`);
  const tail = lines[last]!.trimEnd().slice(0, -END.length).trimEnd();
  return { code: [...lines.slice(from, last), ...(tail === '' ? [] : [tail])], last };
}

/** A line of a few words that does not end as a sentence does. */
function isHeading(line: string): boolean {
  return line !== '' && line.split(/\s+/).length <= 6 && !/[.:!?,)]$/.test(line);
}

/** A comment that stands above the imports names the whole script. */
function scriptComment(code: readonly string[]): string {
  const [first = '', second = ''] = code;
  return first.startsWith('#') && /^(import|from)\s/.test(second) ? first.replace(/^#+\s*/, '') : '';
}

function leadingSentence(text: string): string {
  return text.endsWith(':') ? text.slice(0, -1) : '';
}
