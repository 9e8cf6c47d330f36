import { emitKeypressEvents, type Key as NodeKey } from 'node:readline';
import type { ReadStream } from 'node:tty';

export interface Key {
  /** `a`, `return`, `tab`, `ctrl-c`, `shift-tab`, `alt-b`, `paste-start`. */
  readonly name: string;
  /** What it types, if anything. */
  readonly text: string;
}

/** Keys that Node gives no name, or a misleading one: their codes. */
const NAMES: Readonly<Record<string, string>> = { '\u001c': 'ctrl-\\', '\u001b': 'escape' };

function named(text: string | undefined, key: NodeKey): Key {
  const { ctrl, meta, shift, sequence = '', name = sequence } = key;
  const isTyped = text !== undefined && !ctrl && !meta && !/\p{Cc}/u.test(text);
  const modified = `${ctrl ? 'ctrl-' : ''}${meta ? 'alt-' : ''}${shift && name.length > 1 ? 'shift-' : ''}${name}`;
  return { name: NAMES[sequence] ?? modified, text: isTyped ? text : '' };
}

/** Contract: answers the function that gives the keyboard back. A line ends with the key `return`, also in a paste. */
export function listen(stream: ReadStream, onKey: (key: Key) => void): () => void {
  let before = '';
  function hear(text: string | undefined, key: NodeKey): void {
    const { name, text: typed } = named(text, key);
    if (name !== 'enter') onKey({ name, text: typed });
    else if (before !== 'return') onKey({ name: 'return', text: '' });
    before = name;
  }
  emitKeypressEvents(stream);
  stream.setRawMode(true).on('keypress', hear).resume();
  return () => stream.off('keypress', hear).setRawMode(false).pause();
}
