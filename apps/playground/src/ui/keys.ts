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

/** What was typed at once may be several keys. A control character among them is a key of its own. */
function typed(text: string): Key[] {
  return (text.replaceAll('\r\n', '\n').match(/[\r\n\t]|[^\r\n\t]+/g) ?? []).map((part) => {
    if (part === '\t') return named('tab');
    return /[\r\n]/.test(part) ? named('return') : { name: part, text: part.replace(/\p{Cc}/gu, '') };
  });
}

/** Contract: a paste has its lines as keys too, and types its tabs. */
export function keysOf(input: string, key: InkKey): Key[] {
  const found = (Object.keys(NAMED) as (keyof typeof NAMED)[]).find((property) => key[property]);
  const name = found === undefined ? undefined : NAMED[found];
  if (name !== undefined && !key.ctrl) return [named(name === 'tab' && key.shift ? 'shift-tab' : name)];
  if (key.ctrl) return [named(`ctrl-${name ?? input}`)];
  if (key.meta) return [named(`alt-${name ?? input}`)];
  return typed(input);
}

export function pastedKeys(text: string): Key[] {
  return typed(text.replaceAll('\t', '    '));
}
