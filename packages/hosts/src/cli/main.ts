// npm run hosts: gets each host, runs the probe and the cases on it. It needs a network and namespaces.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { namedIn, runProgram } from '@pysock/runtimes';
import { caseIds, runCases } from '../cases.ts';
import { HOSTS, type Host, type Start } from '../hosts.ts';
import { probe } from '../probe.ts';
import { keepResult, readResult, summary, today } from '../result.ts';
import { adapterFile, adapterFor, commandOn } from '../start.ts';
import { ran } from '../store.ts';
import { rowText, writeTable } from '../table.ts';

const USAGE = `npm run hosts -- [NAME...] [options]
  NAME...            some of the hosts: ${HOSTS.map(({ name }) => name).join(', ')}
  --probe            the probe alone
  --all              all cases on each host, also where a start takes seconds
  -k TEXT            only cases with the text in their id, and no probe
  --jobs N           how many processes at a time
  --into README.md   put what is known of each host, by this run and earlier ones, into the table of a Markdown file
  --table            run nothing: for --into
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
    table: { type: 'boolean', default: false },
  },
});

/** Seconds: for a first start, the probe, and all cases. */
const LIMITS = {
  usual: { start: 180, probe: 90, cases: 900 },
  slow: { start: 900, probe: 600, cases: 2400 },
  slowAll: { cases: 7200 },
};

async function versionOf(host: Host, start: Start): Promise<string> {
  const printed = await ran(commandOn(host, { ...start, words: start.words.slice(0, 1) }, ['--version']));
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? 'unknown';
}

/** What is red of a probe: threads that the host is known to lack are not. */
function redChecks(host: Host, failed: readonly string[]): readonly string[] {
  return failed.filter((line) => !(host.lacks.includes('threads') && line.startsWith('thread')));
}

async function tryProbe(host: Host, start: Start, version: string): Promise<number> {
  const seconds = (host.slow ? LIMITS.slow : LIMITS.usual).probe;
  const probed = await probe(adapterFor(host, start), seconds);
  keepResult(host.name, { version, probe: { ...probed, date: today() }, cases: {} });
  console.log(`  the probe: ${probed.passed} of ${probed.passed + probed.failed.length}`);
  for (const line of probed.failed) console.log(`    ${line}`);
  return redChecks(host, probed.failed).length;
}

async function tryCases(host: Host, start: Start, version: string): Promise<number> {
  const limits = host.slow && !values.all ? LIMITS.slow : host.slow ? LIMITS.slowAll : LIMITS.usual;
  const { cases, problems, seconds } = await runCases({
    ...{ adapter: adapterFile(host, start), name: host.name, jobs: Number(values.jobs), filter: values.filter },
    ...{ all: values.all || !host.slow, seconds: limits.cases },
  });
  keepResult(host.name, { version, cases });
  const { ran, passed, known, red } = summary({ version, cases }, Object.keys(cases));
  console.log(`  cases: ${passed} of ${ran}, ${known.length} known differences, in ${Math.round(seconds)} s`);
  for (const { id, outcome, reason } of red) console.log(`    RED ${id}: ${outcome} ${reason}`);
  for (const line of problems) console.log(`    RED ${line}`);
  return red.length + problems.length;
}

/** Whether all that ran is as it should be. */
async function tryHost(host: Host): Promise<boolean> {
  const start = await host.get();
  const version = await versionOf(host, start);
  console.log(`${host.title} ${version}`);
  await ran(adapterFor(host, start).command(['-c', 'pass']), (host.slow ? LIMITS.slow : LIMITS.usual).start);
  let red = 0;
  if (values.filter.length === 0) red += await tryProbe(host, start, version);
  if (!values.probe) red += await tryCases(host, start, version);
  return red === 0;
}

async function main(): Promise<number> {
  const hosts = values.table ? [] : namedIn(HOSTS, positionals, 'host of the matrix');
  let green = 0;
  for (const host of hosts) {
    try {
      if (await tryHost(host)) green += 1;
    } catch (error) {
      console.log(`${host.title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (values.into !== undefined) {
    const ids = await caseIds();
    const rows = HOSTS.flatMap(({ name, title }) => {
      const result = readResult(name);
      return result === undefined ? [] : [rowText(title, result, ids)];
    });
    writeTable(resolve(values.into), rows);
  }
  if (!values.table) console.log(`${green} of ${hosts.length} hosts are as they should be`);
  return green === hosts.length ? 0 : 1;
}

// What still runs is killed at the exit.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
if (values.help) console.log(USAGE);
else await runProgram(main);
