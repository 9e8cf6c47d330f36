import { basename, join } from 'node:path';
import { packageRoot } from '../../src/package-root.ts';

/** The document's scripts written in TypeScript, in the place of the Python ones: a runtime to play the document with. */

const SCRIPTS = join(packageRoot(), '..', 'socket-shim', 'test', 'document');

/** What stands for an interpreter that is asked what it is. */
const INFO = JSON.stringify({ python: '3.14.0', platform: `linux-${process.arch}-typescript` });

function script(file: string): string {
  return join(SCRIPTS, `${basename(file, '.py')}.ts`);
}

function argsFor(args: readonly string[]): string[] {
  const [first = '', , file] = args;
  if (first !== '-c') return ['--conditions=source', script(first)];
  if (file === undefined) return ['--eval', `console.log(${JSON.stringify(INFO)})`];
  return ['--conditions=source', join(SCRIPTS, 'values.ts'), script(file)];
}

export default {
  name: 'TypeScript',
  command: (args: readonly string[]) => ({ exe: process.execPath, args: argsFor(args) }),
};
