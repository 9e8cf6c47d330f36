/** Pyodide's script, which holds one function that makes an Emscripten module. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load } from './bundle.ts';
import { loadScript } from './kept-script.ts';

/** What the script calls `import()`, and `import.meta.url`: a script that is no module has neither. */
type Create = (load: (specifier: string) => Promise<unknown>, url: string) => unknown;

const EXPORT = 'export default _createPyodideModule;';

function asExpression(text: string): string {
  const body = text.trimEnd();
  if (!body.endsWith(EXPORT)) throw new Error('Pyodide’s script is not as this version of pysock knows it');
  const own = body
    .slice(0, -EXPORT.length)
    .replaceAll('import.meta.url', 'moduleUrl')
    .replaceAll(/\bimport\(/g, 'importModule(');
  return `(function (importModule, moduleUrl) { 'use strict'; ${own}; return _createPyodideModule; })`;
}

/** As `import()` from a file. Node's own modules need no loader. */
function importerFor(path: string): Parameters<Create>[0] {
  const require = createRequire(path);
  return async (specifier) => {
    if (specifier.startsWith('node:')) {
      const module: object = require(specifier);
      return Object.create(module, { default: { value: module } });
    }
    return load(/^(file:|\/)/.test(specifier) ? specifier : require.resolve(specifier));
  };
}

/** `cache`: the folder where its compiled code is kept, or null. */
export function loadEmscriptenScript(folder: string, cache: string | null): { readonly create: unknown; keep(): void } {
  const path = join(folder, 'pyodide.asm.mjs');
  const script = loadScript(path, cache, asExpression);
  const create = (script.run() as Create)(importerFor(path), pathToFileURL(path).href);
  return { create, keep: () => script.keep() };
}
