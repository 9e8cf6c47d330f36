import { writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { judge } from '../goals.ts';
import { measureGroup, type Runtimes } from '../measure/group.ts';
import type { Settings } from '../measure/settings.ts';
import { canTrace } from '../measure/strace.ts';
import { jsonReport, machine } from '../report/json.ts';
import { svgChart } from '../report/svg.ts';
import { headingLines, LEGEND, resultLine, verdictLines } from '../report/table.ts';
import type { Result } from '../results.ts';
import { others, reference, subject } from '../runtimes.ts';
import { choose } from '../scenarios/catalog.ts';
import type { Options } from './options.ts';
import { Progress } from './progress.ts';

function settingsOf({ quick, rounds }: Options): Settings {
  const trace = canTrace();
  return quick
    ? { rounds: rounds ?? 3, roundSeconds: 0.03, warmUpSeconds: 0.1, trace }
    : { rounds: rounds ?? 7, roundSeconds: 0.15, warmUpSeconds: 3, trace };
}

const print = (lines: readonly string[]): void => console.log(lines.join('\n'));

const mark = (met: boolean): string => styleText(met ? 'green' : 'red', met ? 'met   ' : 'missed');

/** Contract: 0 when everything was measured, 1 when a scenario failed on CPython or pysock. */
export async function bench(options: Options): Promise<number> {
  const groups = choose(options.filter);
  const settings = settingsOf(options);
  const runtimes: Runtimes = [await reference(options.python), subject(), ...others()];
  const names = runtimes.map(({ name }) => name);
  const progress = new Progress(groups.flat().length);
  print([
    `${names.join(', ')}: ${settings.rounds} rounds`,
    ...(settings.trace ? [] : ['no strace: system calls are not counted']),
    '',
  ]);
  print(headingLines());
  const results: Result[] = [];
  for (const group of groups) {
    progress.show(group.map(({ title }) => title).join(', '));
    const measured = await measureGroup(group, runtimes, settings);
    progress.done(group.length);
    results.push(...measured);
    print(measured.map(resultLine));
  }
  const verdicts = judge(results);
  print(['', ...LEGEND]);
  if (verdicts.length > 0) print(['', ...verdictLines(verdicts, mark)]);
  const failures = results.flatMap((result) => result.failures);
  if (failures.length > 0) print(['', ...failures.map((failure) => `${styleText('red', 'failed')} ${failure}`)]);
  const { processor, processors } = machine(names);
  const subtitle = `${names[0]}, ${processor}, ${processors} processors, median of ${settings.rounds} rounds`;
  if (options.json) writeFileSync(options.json, jsonReport(results, verdicts, settings, names));
  if (options.svg) writeFileSync(options.svg, svgChart(results, subtitle));
  return results.some(({ figures }) => !figures.cpython || !figures.pysock) ? 1 : 0;
}
