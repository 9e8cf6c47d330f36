// Functions that are longer than one reads at a time. `longFunctions` knows no file system, so that a test can show it.
import { parseSync } from 'vite';

export const MOST_LINES = 100;

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Offsets of the lines' ends. */
function lineEnds(source) {
  return [...source.matchAll(/\n/g)].map(({ index }) => index);
}

function lineOf(ends, offset) {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** The name that a reader calls a function by: its own, its variable's, its property's. */
function nameOf(node, parent) {
  const named = node.id ?? parent?.id ?? parent?.key ?? parent?.left;
  return named?.name ?? named?.value ?? '(a function without a name)';
}

function visit(node, parent, found) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const item of node) visit(item, parent, found);
    return;
  }
  if (FUNCTIONS.has(node.type)) found(node, parent);
  for (const value of Object.values(node)) visit(value, node.type === undefined ? parent : node, found);
}

/** The functions of more lines than allowed, from their first to their last, of a file's source. */
export function longFunctions(file, source, most = MOST_LINES) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const ends = lineEnds(source);
  const long = [];
  visit(program, undefined, (node, parent) => {
    const [first, last] = [lineOf(ends, node.start), lineOf(ends, node.end)];
    const lines = last - first + 1;
    if (lines > most) long.push({ file, line: first, lines, name: nameOf(node, parent) });
  });
  return long;
}

/** Long functions that `known`, a list of `file: name`, does not have, and what is on it and not long. */
export function judge(found, known) {
  const names = new Set(found.map(({ file, name }) => `${file}: ${name}`));
  return {
    unknown: found.filter(({ file, name }) => !known.includes(`${file}: ${name}`)),
    gone: known.filter((name) => !names.has(name)),
  };
}
