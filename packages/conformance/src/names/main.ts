import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpython, findCPython, loadAdapter, runProgram } from '@pysock/runtimes';
import { packageRoot } from '../package-root.ts';
import { openRuntime } from '../run/runtime.ts';
import { compareNames } from './compare-names.ts';
import { judgeNames, readExceptions } from './exceptions.ts';
import { askSurface } from './probe.ts';
import { countLine, verdictLines } from './report.ts';

const USAGE = `usage: pysock-names [options]

Prints what dir(), values, signatures and reprs of the modules that touch the operating system differ in between CPython and pysock:
_socket, socket, _ssl, ssl, errno, os, posix, time, fcntl, signal, select, termios, resource, mmap, struct, platform, pwd, grp.

  --python PATH   the CPython to compare with (else PYSOCK_PYTHON, python3.14 or python3 of PATH)
  --runtime FILE  another runtime than pysock: a module whose default export is its adapter
  --help

exit codes: 0 no differences but those with a reason, 1 others too, 2 it could not run`;

async function main(): Promise<number> {
  const options = { python: { type: 'string' }, runtime: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  if (values.help) return print([USAGE]);
  const python = await findCPython(values.python);
  if (python === undefined) throw new Error('there is no CPython here: name one with --python');
  const reference = await openRuntime(cpython(python));
  const subject = await openRuntime(await loadAdapter(values.runtime));
  const surfaces = [await askSurface(reference.adapter), await askSurface(subject.adapter)] as const;
  const exceptions = readExceptions(join(packageRoot(), 'expectations', 'names.json'));
  const verdict = judgeNames(compareNames(...surfaces), exceptions);
  print([`${subject.label} beside ${reference.label}: ${countLine(surfaces[0])}`, ...verdictLines(verdict)]);
  return verdict.unexplained.length > 0 || verdict.needless.length > 0 ? 1 : 0;
}

function print(lines: readonly string[]): number {
  process.stdout.write(lines.map((text) => `${text}\n`).join(''));
  return 0;
}

await runProgram(main, 'pysock-names');
