/** The results as lines of a terminal 80 columns wide. */
import type { Verdict } from '../goals.ts';
import type { Figures, Result } from '../results.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { bytes, seconds, throughput, times } from './format.ts';

type Row = readonly [title: string, ...cells: string[]];

const WIDTHS = [21, 10, 10, 6, 11, 5, 10, 7] as const;

const HEADINGS: Row = ['', 'CPython', 'pysock', 'ratio', 'range', 'CPU', 'calls', 'SockFS'];

function line([title, ...cells]: Row): string {
  const padded = cells.map((cell, index) => cell.padStart(WIDTHS[index + 1] as number));
  return `${title.padEnd(WIDTHS[0])}${padded.join('')}`.trimEnd();
}

export const headingLines = (): string[] => [line(HEADINGS)];

/** What the columns mean. */
export const LEGEND = [
  'ratio: pysock to CPython, median of the rounds, and its range; less is better.',
  'CPU: the same of processor time. calls: system calls of an operation on each,',
  'without those for memory and futexes.',
  'SockFS: how many times as long Pyodide takes with NodeSockFS as pysock does.',
];

/** A figure in the scenario's own unit. */
export function valueText({ measure, bytes: moved }: Scenario, value: number): string {
  if (measure === 'memory') return bytes(value);
  return moved === undefined ? seconds(value) : throughput(moved / value);
}

function callsText(cpython: Figures | undefined, pysock: Figures | undefined): string {
  if (cpython?.calls === undefined || pysock?.calls === undefined) return '';
  const short = (count: number): string => (count < 1000 ? count.toFixed(1) : `${(count / 1000).toFixed(1)}k`);
  return `${short(cpython.calls)}/${short(pysock.calls)}`;
}

export function resultLine({ scenario, figures: { cpython, pysock, nodesockfs } }: Result): string {
  const ratio = pysock?.ratio;
  return line([
    scenario.title,
    cpython ? valueText(scenario, cpython.value.median) : '-',
    pysock ? valueText(scenario, pysock.value.median) : '-',
    ratio ? times(ratio.median) : '-',
    ratio ? `${times(ratio.low)}-${times(ratio.high)}` : '',
    pysock && scenario.measure === 'time' ? times(pysock.processorRatio) : '',
    callsText(cpython, pysock),
    nodesockfs && ratio ? times(nodesockfs.ratio.median / ratio.median) : '',
  ]);
}

export function verdictLines(verdicts: readonly Verdict[], mark: (met: boolean) => string): string[] {
  const width = Math.max(...verdicts.map(({ goal }) => goal.length));
  const limits = Math.max(...verdicts.map(({ limit }) => limit.length));
  return verdicts.map(
    ({ goal, limit, found, met }) => `${mark(met)} ${goal.padEnd(width)}  ${limit.padEnd(limits)}  ${found}`,
  );
}
