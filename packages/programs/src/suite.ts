/** One suite on two runtimes, test by test. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type Adapter, type Execution, runProcess } from '@pysock/runtimes';
import { expectSuccess, install, packageFolder, pipWheel } from './environment.ts';
import type { Suite } from './suites.ts';

/** Seconds. */
const TEST_LIMIT = 60;
const RUN_LIMIT = 300;
const FETCH_LIMIT = 300;
/** How often a run is begun again after a test that ended the interpreter. */
const STARTS = 8;

const PLUGINS = resolve(import.meta.dirname, '..', 'suites');

export type Outcomes = ReadonlyMap<string, string>;

/** A later outcome takes an earlier one's place, but for a failure. */
export function readOutcomes(path: string): Outcomes {
  const outcomes = new Map<string, string>();
  if (!existsSync(path)) return outcomes;
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const [test, outcome] = JSON.parse(line) as [string, string];
    if (!['failed', 'error'].includes(outcomes.get(test) ?? '')) outcomes.set(test, outcome);
  }
  return outcomes;
}

/** The source distribution of the newest version, taken apart. */
async function sources(python: Adapter, { name }: Suite, folder: string): Promise<string> {
  const words = ['download', '--quiet', '--no-deps', '--no-binary', name, '--dest', folder, name];
  expectSuccess(`fetching ${name}`, await runProcess(python.command([join(pipWheel(), 'pip'), ...words]), FETCH_LIMIT));
  const archive = readdirSync(folder).find((file) => file.endsWith('.tar.gz'));
  if (archive === undefined) throw new Error(`there is no source distribution of ${name}`);
  const code = "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2], filter='data')";
  const taken = join(folder, 'source');
  expectSuccess(
    `taking ${archive} apart`,
    await runProcess(python.command(['-c', code, join(folder, archive), taken]), FETCH_LIMIT),
  );
  return join(taken, readdirSync(taken)[0] as string);
}

interface Place {
  readonly source: string;
  readonly packages: string;
  readonly record: string;
}

function runOnce(adapter: Adapter, { args }: Suite, { source, packages, record }: Place): Promise<Execution> {
  const plugins = ['-p', 'no:cacheprovider', '-p', 'recorded', '-p', 'pytest_timeout'];
  const limits = ['--timeout', String(TEST_LIMIT), '-o', 'addopts='];
  const path = [PLUGINS, packages, source, join(source, 'src')].join(delimiter);
  const env = { PYTHONPATH: path, RECORDED: record, PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' };
  const command = adapter.command(['-m', 'pytest', '-q', '--tb=no', ...plugins, ...limits, ...args]);
  return runProcess({ ...command, cwd: source, env: { ...command.env, ...env } }, RUN_LIMIT);
}

/** Runs a suite to its end. After a test that ended the interpreter it goes on with the next. */
async function runSuite(adapter: Adapter, suite: Suite, place: Place): Promise<Outcomes> {
  for (let start = 0; start < STARTS; start++) {
    const size = statSync(place.record, { throwIfNoEntry: false })?.size;
    const { exitCode, timedOut, signal } = await runOnce(adapter, suite, place);
    const begun = [...readOutcomes(place.record)].filter(([, outcome]) => outcome === 'begun').at(-1);
    if (begun !== undefined)
      appendFileSync(place.record, `${JSON.stringify([begun[0], timedOut ? 'hang' : 'died'])}\n`);
    const isOver = exitCode !== null && exitCode <= 5 && signal === null;
    if (isOver || timedOut || statSync(place.record, { throwIfNoEntry: false })?.size === size) break;
  }
  return readOutcomes(place.record);
}

export interface SuiteResult {
  /** How many pass on CPython, and how many of these here. */
  readonly expected: number;
  readonly passed: number;
  /** What passes on CPython and not here, with what it does here. */
  readonly different: readonly string[];
}

export function compareOutcomes(theirs: Outcomes, ours: Outcomes): SuiteResult {
  const expected = [...theirs].filter(([, outcome]) => outcome === 'passed').map(([test]) => test);
  const different = expected.filter((test) => ours.get(test) !== 'passed');
  return {
    expected: expected.length,
    passed: expected.length - different.length,
    different: different.map((test) => `${test}: ${ours.get(test) ?? 'not run'}`),
  };
}

export async function compareSuite(
  [reference, tried]: readonly [Adapter, Adapter],
  suite: Suite,
  folder: string,
): Promise<SuiteResult> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const source = await sources(tried, suite, folder);
  const packages = join(folder, 'packages');
  // Of pure Python, so that both can import them.
  const pure = ['--only-binary', ':all:', '--platform', 'any', '--python-version', '3.14'];
  await install(packageFolder(reference, packages), [...pure, 'pytest', 'pytest-timeout', ...suite.needs]);
  const [theirs, ours] = [
    await runSuite(reference, suite, { source, packages, record: join(folder, 'reference.jsonl') }),
    await runSuite(tried, suite, { source, packages, record: join(folder, 'tried.jsonl') }),
  ];
  return compareOutcomes(theirs, ours);
}
