/** What one physical line of Python source is, as far as indentation is concerned. */
export interface PythonLine {
  readonly text: string;
  /** `continued`: in brackets or after a backslash. `string`: begins inside a triple-quoted string. */
  readonly kind: 'blank' | 'comment' | 'code' | 'continued' | 'string';
  /** First word of a line of code: `try`, `with`, a name. */
  readonly keyword: string;
  /** The statement that ends on this line ends in a colon: it opens a block. */
  readonly opensBlock: boolean;
}

type State = { depth: number; quote: string; backslash: boolean; lastCharacter: string };

/** Contract: never throws; an unterminated string or bracket simply swallows the rest. */
export function readPythonLines(source: string): PythonLine[] {
  const state: State = { depth: 0, quote: '', backslash: false, lastCharacter: '' };
  return source.split('\n').map((text) => readLine(text, state));
}

function readLine(text: string, state: State): PythonLine {
  const startedInString = state.quote !== '';
  const startedInStatement = state.depth > 0 || state.backslash;
  const trimmed = text.trim();
  if (!startedInString && !startedInStatement) {
    if (trimmed === '') return { text, kind: 'blank', keyword: '', opensBlock: false };
    if (trimmed.startsWith('#')) return { text, kind: 'comment', keyword: '', opensBlock: false };
    state.lastCharacter = '';
  }
  scan(text, state);
  const complete = state.quote === '' && state.depth === 0 && !state.backslash;
  return {
    text,
    kind: startedInString ? 'string' : startedInStatement ? 'continued' : 'code',
    keyword: startedInString || startedInStatement ? '' : (/^\w+/.exec(trimmed)?.[0] ?? ''),
    opensBlock: complete && state.lastCharacter === ':',
  };
}

function scan(text: string, state: State): void {
  state.backslash = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (state.quote !== '') {
      if (character === '\\') at += 1;
      else if (text.startsWith(state.quote, at)) {
        at += state.quote.length - 1;
        state.quote = '';
      }
      continue;
    }
    if (character === '#') break;
    if (character === '"' || character === "'") {
      state.quote = text.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      at += state.quote.length - 1;
      state.lastCharacter = character;
      continue;
    }
    if ('([{'.includes(character)) state.depth += 1;
    if (')]}'.includes(character)) state.depth = Math.max(0, state.depth - 1);
    if (character === '\\' && at === text.length - 1) state.backslash = true;
    else if (character.trim() !== '') state.lastCharacter = character;
  }
  if (state.quote.length === 1) state.quote = '';
}
