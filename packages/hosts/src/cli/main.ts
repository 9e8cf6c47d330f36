// npm run hosts: gets each host, runs the probe and the cases on it. It needs a network and namespaces.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCases } from '../cases.ts';
import { HOSTS, type Host, type Start } from '../hosts.ts';
import { probe } from '../probe.ts';
import { adapterFile, adapterFor, commandOn } from '../start.ts';
import { ran } from '../store.ts';
import { type Row, writeTable } from '../table.ts';

const USAGE = `npm run hosts -- [NAME...] [options]
  NAME...            some of the hosts: ${HOSTS.map(({ name }) => name).join(', ')}
  --probe            the probe alone
  --all              all cases on each host, also where a start takes seconds
  -k TEXT            only cases with the text in their id
  --jobs N           how many processes at a time
  --into README.md   put what ran into the table of a Markdown file
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    probe: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    filter: { type: 'string', short: 'k', multiple: true, default: [] },
    jobs: { type: 'string', default: String(availableParallelism()) },
    into: { type: 'string' },
  },
});

/** Seconds: for the probe, and for all cases. */
const LIMITS = { usual: { probe: 90, cases: 900 }, slow: { probe: 300, cases: 2400 } };

async function versionOf(host: Host, start: Start): Promise<string> {
  const printed = await ran(commandOn(host, { ...start, words: start.words.slice(0, 1) }, ['--version']));
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? 'unknown';
}

interface Result {
  readonly row: Row;
  readonly isRed: boolean;
}

async function tryHost(host: Host): Promise<Result> {
  const limits = host.slow && !values.all ? LIMITS.slow : host.slow ? { ...LIMITS.slow, cases: 7200 } : LIMITS.usual;
  const start = await host.get();
  const version = await versionOf(host, start);
  console.log(`${host.title} ${version}`);
  const { passed, failed } = await probe(adapterFor(host, start), limits.probe);
  const checks = `${passed} of ${passed + failed.length}`;
  console.log(`  the probe: ${checks}`);
  for (const line of failed) console.log(`    ${line}`);
  const isProbeRed = failed.some((line) => !(host.lacks.includes('threads') && line.startsWith('thread')));
  if (values.probe)
    return { row: { title: host.title, version, checks, cases: 'not run', known: '' }, isRed: isProbeRed };
  const judged = await runCases({
    ...{ adapter: adapterFile(host, start), name: host.name, jobs: Number(values.jobs), filter: values.filter },
    ...{ all: values.all || !host.slow, seconds: limits.cases },
  });
  const all = judged.passed + judged.known.length + judged.red.length;
  const cases = `${judged.passed} of ${all}`;
  console.log(`  cases: ${cases}, ${judged.known.length} known differences, in ${Math.round(judged.seconds)} s`);
  for (const line of judged.red) console.log(`    RED ${line}`);
  const known = judged.known.length === 0 ? 'none' : String(judged.known.length);
  return { row: { title: host.title, version, checks, cases, known }, isRed: isProbeRed || judged.red.length > 0 };
}

function chosen(): readonly Host[] {
  const unknown = positionals.filter((name) => !HOSTS.some((host) => host.name === name));
  if (unknown.length > 0) throw new Error(`no host of the matrix: ${unknown.join(', ')}`);
  return positionals.length === 0 ? HOSTS : HOSTS.filter(({ name }) => positionals.includes(name));
}

async function main(): Promise<number> {
  const results: Result[] = [];
  let failures = 0;
  for (const host of chosen()) {
    try {
      results.push(await tryHost(host));
    } catch (error) {
      failures += 1;
      console.log(`${host.title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const rows = results.map(({ row }) => row);
  if (values.into !== undefined) writeTable(resolve(values.into), rows, HOSTS);
  const green = results.filter(({ isRed }) => !isRed).length;
  console.log(`${green} of ${results.length + failures} hosts are as they should be`);
  return green === results.length + failures ? 0 : 1;
}

// What still runs is killed at the exit.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
if (values.help) console.log(USAGE);
else {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
