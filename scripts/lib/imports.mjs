// What a source file imports, and the circles that imports make. Knows no file system.
import { posix } from 'node:path';

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** The specifiers of a file's imports, types included. */
export function importsOf(source) {
  return [...source.replace(COMMENT, '').matchAll(IMPORT)].map((match) => match[2]);
}

/** The file that a relative specifier names, as a path from the repository's root. */
export function targetOf(file, specifier) {
  return posix.join(posix.dirname(file), specifier);
}

/**
 * The circles among files: groups of files each of which imports every other one, directly or through others (Tarjan's
 * strongly connected components). `files` is an iterable of [path, source].
 */
export function circles(files) {
  const graph = new Map();
  for (const [file, source] of files) {
    const targets = importsOf(source).filter((specifier) => specifier.startsWith('.'));
    graph.set(
      file,
      targets.map((specifier) => targetOf(file, specifier)),
    );
  }
  const found = [];
  const numbers = new Map();
  const lowest = new Map();
  const stack = [];
  function visit(file) {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file));
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!graph.has(target)) continue;
      if (!numbers.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(file, Math.min(lowest.get(file), lowest.get(target)));
    }
    if (lowest.get(file) !== numbers.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || graph.get(file)?.includes(file)) found.push(group.sort());
  }
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return found.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
