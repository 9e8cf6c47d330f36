/** What was asked of pysock, beside what a run found. */
import type { Figures, Result } from './results.ts';
import type { RuntimeId } from './runtimes.ts';

export interface Verdict {
  readonly goal: string;
  readonly limit: string;
  readonly found: string;
  readonly met: boolean;
}

type Find = (id: string, runtime?: RuntimeId) => Figures | undefined;

const twoPlaces = (value: number): string => value.toFixed(2);

/** Judged by the two places that are shown. */
function atMost(goal: string, value: number | undefined, limit: number): Verdict[] {
  if (value === undefined) return [];
  const found = twoPlaces(value);
  return [{ goal, limit: `≤ ${twoPlaces(limit)}`, found, met: Number(found) <= limit }];
}

function quotient(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

/** strace attaches to an operation under way: a call more or less in a round is none more in an operation. */
const CALLS_TOLERANCE = 0.05;

function callsGoal(results: readonly Result[]): Verdict[] {
  const counted = results.flatMap(({ scenario, figures: { cpython, pysock } }) =>
    cpython?.calls === undefined || pysock?.calls === undefined
      ? []
      : [{ id: scenario.id, more: pysock.calls - cpython.calls }],
  );
  if (counted.length === 0) return [];
  const worse = counted.filter(({ more }) => more > CALLS_TOLERANCE);
  const found = worse.map(({ id, more }) => `${id} +${twoPlaces(more)}`).join(', ');
  const goal = `system calls of an operation, ${counted.length} scenarios`;
  return [{ goal, limit: 'no more', found: found || 'none has more', met: worse.length === 0 }];
}

const TIMES_FASTER = 1.5;

function sockFSGoal(results: readonly Result[]): Verdict[] {
  const factors = results.flatMap(({ scenario, figures: { nodesockfs, pysock } }) =>
    scenario.measure !== 'time' || nodesockfs === undefined || pysock === undefined
      ? []
      : [{ id: scenario.id, factor: nodesockfs.ratio.median / pysock.ratio.median }],
  );
  if (factors.length === 0) return [];
  const slower = factors.filter(({ factor }) => factor < TIMES_FASTER);
  const least = Math.min(...factors.map(({ factor }) => factor));
  const found =
    slower.map(({ id, factor }) => `${id} ${twoPlaces(factor)}`).join(', ') || `at least ${twoPlaces(least)}`;
  const goal = `times faster than NodeSockFS, ${factors.length} scenarios`;
  return [{ goal, limit: `≥ ${twoPlaces(TIMES_FASTER)}`, found, met: slower.length === 0 }];
}

/** The lane of programs that embed Python, as a multiple of another's. */
function embeddedGoals(find: Find): Verdict[] {
  const against = (goal: string, id: string, other: RuntimeId, limit: number) =>
    atMost(goal, quotient(find(id, 'embedded')?.ratio.median, find(id, other)?.ratio.median), limit);
  const sizes = [
    ['echo', 'asyncio-client-64'],
    ['64 KiB', 'asyncio-client-65536'],
  ] as const;
  return [
    ...sizes.flatMap(([what, id]) => [
      ...against(`runPythonAsync, ${what}, to the stock loop`, id, 'pysock', 1.5),
      ...against(`runPythonAsync, ${what}, to NodeSockFS`, id, 'nodesockfs', 1 / TIMES_FASTER),
    ]),
    ...against("callPromising, to Pyodide's own", 'call-promising', 'pyodide', 1.3),
  ];
}

/** The goals that a run's results say something about. */
export function judge(results: readonly Result[]): Verdict[] {
  const find: Find = (id, runtime = 'pysock') => results.find(({ scenario }) => scenario.id === id)?.figures[runtime];
  const ratio = (goal: string, id: string, limit: number) => atMost(goal, find(id)?.ratio.median, limit);
  const file = find('sendfile');
  return [
    ...ratio('echo TCP 64 B', 'echo-tcp-64', 1.05),
    ...atMost('echo TCP 64 B, processor time', find('echo-tcp-64')?.processorRatio, 1.3),
    ...ratio('recv 64 KiB', 'recv-64k', 1),
    ...ratio('send 64 KiB', 'send-64k', 1),
    ...ratio('sendfile 100 MB', 'sendfile', 1),
    ...atMost(
      'sendfile to read-and-send, processor time',
      quotient(file?.processor, find('read-and-send')?.processor),
      0.5,
    ),
    ...callsGoal(results),
    ...atMost(
      'epoll, 5,000 to 10 connections',
      quotient(find('epoll-5000')?.value.median, find('epoll-10')?.value.median),
      1.1,
    ),
    ...ratio('asyncio streams, 1 connection', 'asyncio-1', 3),
    ...ratio('asyncio streams, 100 connections', 'asyncio-100', 3),
    ...ratio('os.posix_spawn of true', 'spawn', 2),
    ...ratio("subprocess.run(['true'])", 'run', 3),
    ...atMost('a pool of four, seconds', find('pool')?.value.median, 1.2),
    ...atMost(
      'start-up to loadPyodide()',
      quotient(find('start')?.value.median, find('start', 'nodesockfs')?.value.median),
      0.1,
    ),
    ...atMost('the first fork, seconds', find('fork-first')?.value.median, 0.5),
    ...atMost('the next fork, seconds', find('fork-next')?.value.median, 0.06),
    ...embeddedGoals(find),
    ...sockFSGoal(results),
  ];
}
