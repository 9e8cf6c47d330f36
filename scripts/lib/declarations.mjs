import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/**
 * The declaration files of `folder` that those of `roots` lead to, roots included, relative to the folder.
 *
 * @param {string} folder
 * @param {readonly string[]} roots
 */
export function reachableDeclarations(folder, roots) {
  const found = new Set();
  const open = roots.map((file) => normalize(file));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, path] of readFileSync(join(folder, file), 'utf8').matchAll(IMPORTED)) {
      const declared = normalize(join(dirname(file), path.replace(/(\.d)?\.(ts|js)$/, '.d.ts')));
      if (!existsSync(join(folder, declared))) throw new Error(`${file} imports ${path}, which is not declared`);
      open.push(declared);
    }
  }
  return [...found].sort();
}
