/**
 * `_pydecimal`: decimal without its C module, which programs have in all but name. The npm package brython brings it among its own
 * library; nothing else on npm does. That is read when a program asks for it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const MISSING = `raise ModuleNotFoundError("No module named '_pydecimal'", name='_pydecimal')\n`;
const NAME = '"_pydecimal": ';

/** A file of Python's: where the package is not installed one that says that there is no such module. */
export function pydecimalText(): string {
  try {
    const library = readFileSync(createRequire(import.meta.url).resolve('brython/brython_stdlib.js'), 'utf8');
    const start = library.indexOf(NAME);
    // A module is an array in JSON: its kind, its text, what it imports.
    const text = library.slice(library.indexOf('"', library.indexOf(',', start)), library.indexOf('", [', start) + 1);
    return JSON.parse(text);
  } catch {
    return MISSING;
  }
}
