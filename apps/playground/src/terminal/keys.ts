/** Keys as they come from Ink, under one name each. */
import type { Key as InkKey } from 'ink';

export interface Key {
  /** `a`, `return`, `tab`, `ctrl-c`, `shift-tab`, `alt-b`, `up`. */
  readonly name: string;
  /** What it types, if anything. */
  readonly text: string;
}

const NAMED = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageUp: 'pageup',
  pageDown: 'pagedown',
  home: 'home',
  end: 'end',
  return: 'return',
  escape: 'escape',
  tab: 'tab',
  backspace: 'backspace',
  delete: 'delete',
} as const satisfies Partial<Record<keyof InkKey, string>>;

function named(name: string): Key {
  return { name, text: '' };
}

/** Ctrl with a letter is the letter's number. */
const LAST_LETTER = 26;
const BEFORE_A = 96;

/** Text in pieces, with the control characters that are keys between them. */
function keysIn(text: string, pieces: RegExp): Key[] {
  return (text.replaceAll('\r\n', '\n').match(pieces) ?? []).map((part) => {
    if (part === '\t') return named('tab');
    if (/[\r\n]/.test(part)) return named('return');
    if (part === '\u007f') return named('backspace');
    const code = part.charCodeAt(0);
    if (code > 0 && code <= LAST_LETTER) return named(`ctrl-${String.fromCharCode(code + BEFORE_A)}`);
    return { name: part, text: part.replace(/\p{Cc}/gu, '') };
  });
}

/** Contract: what comes at once, because it was typed fast, is a key for each character. */
export function keysOf(input: string, key: InkKey): Key[] {
  const found = (Object.keys(NAMED) as (keyof typeof NAMED)[]).find((property) => key[property]);
  const name = found === undefined ? undefined : NAMED[found];
  if (name !== undefined && !key.ctrl) return [named(name === 'tab' && key.shift ? 'shift-tab' : name)];
  if (key.ctrl) return [named(`ctrl-${name ?? input}`)];
  if (key.meta) return [named(`alt-${name ?? input}`)];
  return keysIn(input, /./gsu);
}

/** Contract: a paste's lines end with the key `return`; its tabs are spaces. */
export function pastedKeys(text: string): Key[] {
  return keysIn(text.replaceAll('\t', '    '), /[\r\n]|[^\r\n]+/g);
}
