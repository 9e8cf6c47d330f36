// npm run programs: installs packages of PyPI on pysock and on CPython, uses each, and compares. It needs a network.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpython, findCPython, pysock } from '@pysock/runtimes';
import { exchange, type Outcome } from '../exchange.ts';
import { PROGRAMS } from '../programs.ts';
import { writeTable } from '../table.ts';

const USAGE = `npm run programs -- [NAME...] [options]
  NAME...            some of the packages: ${PROGRAMS.map(({ name }) => name).join(', ')}
  --suites           the packages' own tests instead
  --into README.md   put what ran into the table of a Markdown file
  --python PATH      the CPython beside which they run; else PYSOCK_PYTHON, python3.14
  --keep FOLDER      make the environments there, and leave them
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    suites: { type: 'boolean' },
    into: { type: 'string' },
    python: { type: 'string' },
    keep: { type: 'string' },
  },
});

function show({ name, version, difference }: Outcome): void {
  console.log(`${difference === undefined ? 'as CPython' : 'differs   '}  ${name} ${version ?? ''}`);
  if (difference !== undefined) console.log(`  ${difference.replaceAll('\n', '\n  ')}`);
}

async function runPrograms(): Promise<number> {
  const unknown = positionals.filter((name) => !PROGRAMS.some((program) => program.name === name));
  if (unknown.length > 0) throw new Error(`no package of the list: ${unknown.join(', ')}`);
  const exe = await findCPython(values.python);
  if (exe === undefined) throw new Error('there is no CPython to compare with: --python or PYSOCK_PYTHON names one');
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'pysock-programs-'));
  const outcomes: Outcome[] = [];
  try {
    for (const program of PROGRAMS) {
      if (positionals.length > 0 && !positionals.includes(program.name)) continue;
      const own = join(folder, program.name);
      mkdirSync(own, { recursive: true });
      const outcome = await exchange([cpython(exe), pysock()], program, own);
      show(outcome);
      outcomes.push(outcome);
      if (values.keep === undefined) rmSync(own, { recursive: true, force: true });
    }
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
  if (values.into !== undefined) writeTable(values.into, outcomes);
  const differing = outcomes.filter(({ difference }) => difference !== undefined).length;
  console.log(`${outcomes.length - differing} of ${outcomes.length} packages do what they do on CPython`);
  return differing === 0 && outcomes.length > 0 ? 0 : 1;
}

if (values.help) console.log(USAGE);
else {
  try {
    process.exitCode = await runPrograms();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
