/** JavaScript values under the names that Python gives to such values, for the texts of exceptions. */

/**
 * The name of the Python type that a value stands for: `Uint8Array` is bytes, an array is a tuple. An object may name its
 * own in a property `pythonType`.
 */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
    case 'undefined':
      return 'NoneType';
    case 'function':
      return 'function';
    case 'symbol':
      return 'symbol';
    default:
      return value === null ? 'NoneType' : objectTypeName(value as object);
  }
}

function objectTypeName(value: object): string {
  if ('pythonType' in value && typeof value.pythonType === 'string') return value.pythonType;
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'tuple';
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== 'Object' ? name : 'dict';
}

/** Python's `repr()` of what an address or a message has in it: strings, bytes, numbers, null and tuples of these. */
export function repr(value: unknown): string {
  if (typeof value === 'string') return quoted(value, escapeCharacter);
  if (value instanceof Uint8Array) return `b${quoted(Buffer.from(value).toString('latin1'), escapeByte)}`;
  if (Array.isArray(value)) return value.length === 1 ? `(${repr(value[0])},)` : `(${value.map(repr).join(', ')})`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null || value === undefined ? 'None' : String(value);
}

function quoted(text: string, escaped: (character: string) => string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = Array.from(text, (character) => (character === quote ? `\\${character}` : escaped(character)));
  return `${quote}${inner.join('')}${quote}`;
}

const short: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeByte(character: string): string {
  const code = character.charCodeAt(0);
  if (character in short) return short[character] as string;
  return code < 0x20 || code > 0x7e ? `\\x${code.toString(16).padStart(2, '0')}` : character;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x7f) return escapeByte(character);
  if (!/[\p{C}\p{Z}]/u.test(character)) return character;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
