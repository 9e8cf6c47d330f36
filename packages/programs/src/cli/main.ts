// npm run programs: installs packages of PyPI on pysock and on CPython, uses each, and compares. It needs a network.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Adapter, cpython, findCPython, namedIn, pysock, runProgram } from '@pysock/runtimes';
import { CLIENTS } from '../databases/clients.ts';
import { runDatabases } from '../databases/databases.ts';
import { exchange, type Outcome } from '../exchange.ts';
import { PROGRAMS } from '../programs.ts';
import { compareSuite } from '../suite.ts';
import { SUITES } from '../suites.ts';
import { writeTable } from '../table.ts';

const USAGE = `npm run programs -- [NAME...] [options]
  NAME...            some of the packages: ${PROGRAMS.map(({ name }) => name).join(', ')}
  --suites           the packages' own tests instead: ${SUITES.map(({ name }) => name).join(', ')}
  --databases        Python's clients of databases in a Node server with 50 requests at once, on the servers that this machine has:
                     ${CLIENTS.map(({ name }) => name).join(', ')}
  --into README.md   put what ran into the table of a Markdown file
  --python PATH      the CPython beside which they run; else PYSOCK_PYTHON, python3.14
  --keep FOLDER      make the environments there, and leave them
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    suites: { type: 'boolean' },
    databases: { type: 'boolean' },
    into: { type: 'string' },
    python: { type: 'string' },
    keep: { type: 'string' },
  },
});

function show({ name, version, difference }: Outcome): void {
  console.log(`${difference === undefined ? 'as CPython' : 'differs   '}  ${name} ${version ?? ''}`);
  if (difference !== undefined) console.log(`  ${difference.replaceAll('\n', '\n  ')}`);
}

const LIST = 'package of the list';

async function runPrograms(runtimes: [Adapter, Adapter], folder: string): Promise<boolean> {
  const outcomes: Outcome[] = [];
  for (const program of namedIn(PROGRAMS, positionals, LIST)) {
    const own = join(folder, program.name);
    mkdirSync(own, { recursive: true });
    const outcome = await exchange(runtimes, program, own);
    show(outcome);
    outcomes.push(outcome);
    if (values.keep === undefined) rmSync(own, { recursive: true, force: true });
  }
  if (values.into !== undefined) writeTable(values.into, outcomes);
  const same = outcomes.filter(({ difference }) => difference === undefined).length;
  console.log(`${same} of ${outcomes.length} packages do what they do on CPython`);
  return same === outcomes.length;
}

async function runSuites(runtimes: [Adapter, Adapter], folder: string): Promise<boolean> {
  let isSame = true;
  for (const suite of namedIn(SUITES, positionals, LIST)) {
    const { passed, expected, different } = await compareSuite(runtimes, suite, join(folder, suite.name));
    console.log(
      `${suite.name}: ${passed} of ${expected} that pass on CPython${suite.part === undefined ? '' : ` (${suite.part})`}`,
    );
    for (const test of different) console.log(`  ${test}`);
    if (different.length > 0 || expected === 0) isSame = false;
  }
  return isSame;
}

async function main(): Promise<number> {
  const exe = await findCPython(values.python);
  if (exe === undefined) throw new Error('there is no CPython to compare with: --python or PYSOCK_PYTHON names one');
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'pysock-programs-'));
  try {
    if (values.databases) return (await runDatabases(cpython(exe), folder, positionals)) ? 0 : 1;
    return (await (values.suites ? runSuites : runPrograms)([cpython(exe), pysock()], folder)) ? 0 : 1;
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else await runProgram(main);
