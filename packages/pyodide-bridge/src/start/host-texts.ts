/**
 * Arguments and environment variables as the process was started with them. Node decodes both as UTF-8 and loses what is none, so
 * they are read again where it has. Bytes that are no UTF-8 become lone surrogates, as Python's `surrogateescape` has them.
 */
import { readFileSync } from 'node:fs';

/** What Node puts in the place of bytes that it could not decode. */
const LOST = '\ufffd';
const FIRST_ESCAPE = 0xdc00;
const ESCAPED = /[\udc80-\udcff]/;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How many bytes a character has that begins with this one. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Bytes as Python decodes names of files: `surrogateescape`. */
export function decodeEscaped(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length; ) {
      const length = lengthOf(bytes[at] as number);
      try {
        text += decoder.decode(bytes.subarray(at, at + length));
        at += length;
      } catch {
        text += String.fromCharCode(FIRST_ESCAPE + (bytes[at] as number));
        at++;
      }
    }
    return text;
  }
}

/** The bytes of such a text. */
export function encodeEscaped(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return Buffer.from(text);
  const parts = text.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part) => (ESCAPED.test(part) ? Buffer.of(part.charCodeAt(0) - FIRST_ESCAPE) : Buffer.from(part))),
  );
}

/** The strings of a file of /proc, each of which ends with NUL. */
function stringsOf(path: string): string[] {
  const strings: string[] = [];
  const bytes = readFileSync(path);
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    const stop = end < 0 ? bytes.length : end;
    strings.push(decodeEscaped(bytes.subarray(start, stop)));
    start = stop + 1;
  }
  return strings;
}

/** The last of the process's arguments, those that Node has given as `args`. */
export function hostArguments(args: readonly string[]): readonly string[] {
  return args.some((argument) => argument.includes(LOST)) ? stringsOf('/proc/self/cmdline').slice(-args.length) : args;
}

/** The process's environment, which Node has given as `env`. Deno leaves variables out that are not UTF-8. */
export function hostEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const isDeno = 'deno' in process.versions;
  if (!isDeno && !Object.entries(env).some(([name, value]) => name.includes(LOST) || value?.includes(LOST))) return env;
  const pairs = stringsOf('/proc/self/environ').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return isDeno ? { ...Object.fromEntries(pairs), ...env } : Object.fromEntries(pairs);
}
