import { describe, expect, it } from 'vitest';
import { judge } from '../src/goals.ts';
import { parseSummary } from '../src/measure/strace.ts';
import { calibrate } from '../src/measure/time.ts';
import { svgChart } from '../src/report/svg.ts';
import { headingLines, LEGEND, resultLine } from '../src/report/table.ts';
import { type Result, resultOf, type Sample } from '../src/results.ts';
import type { RuntimeId } from '../src/runtimes.ts';
import { catalog, choose } from '../src/scenarios/catalog.ts';

const scenarios = catalog.flat();

/** Three rounds of a scenario: what CPython takes, and how many times that the others do. */
function result(id: string, base: number, factors: Partial<Record<RuntimeId, number>>, calls = 2): Result {
  const scenario = scenarios.find((one) => one.id === id)!;
  const samples = (factor: number): Sample[] =>
    [1, 1.02, 0.99].map((noise) => ({ value: base * factor * noise, processor: (base * factor) / 2 }));
  return resultOf(
    Object.entries({ cpython: 1, ...factors }).map(([runtime, factor]) => ({
      scenario,
      runtime: runtime as RuntimeId,
      samples: samples(factor),
      systemCalls: { sendto: calls / 2, recvfrom: runtime === 'pysock' ? calls / 2 + 0.04 : calls / 2 },
    })),
  );
}

const results = [
  result('echo-tcp-64', 67.1e-6, { pysock: 1.04, nodesockfs: 1.62 }),
  result('recv-1m', 370e-6, { pysock: 1.2 }),
  result('memory-thread', 38_400, { pysock: 2 }),
  result('read-and-send', 0.061, { pysock: 12.345 }, 3053),
];

describe('the table', () => {
  it('has a line for each scenario, in its unit, and fits 80 columns', () => {
    const lines = [...headingLines(), ...results.map(resultLine)];
    expect(lines).toMatchInlineSnapshot(`
      [
        "                        CPython    pysock ratio      range  CPU     calls SockFS",
        "echo TCP 64 B           67.1 µs   69.8 µs  1.04  1.04-1.04 1.04   2.0/2.0   1.56",
        "recv 1 MiB            2.83 GB/s 2.36 GB/s  1.20  1.20-1.20 1.20   2.0/2.0",
        "memory, thread          38.4 KB   76.8 KB  2.00  2.00-2.00        2.0/2.0",
        "read and send 100 MB  1.64 GB/s  133 MB/s  12.3  12.3-12.3 12.3 3.1k/3.1k",
      ]
    `);
    for (const line of [...lines, ...LEGEND]) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('has titles that fit', () => {
    for (const { title } of scenarios) expect(title.length).toBeLessThanOrEqual(21);
  });

  it('shows a runtime that failed as missing', () => {
    const line = resultLine(resultOf([{ scenario: scenarios[0]!, runtime: 'cpython', samples: [], failure: 'x' }]));
    expect(line).toMatch(/^echo TCP 1 B +- +- +-$/);
  });
});

describe('the goals', () => {
  it('are judged by what is shown, and only where there is something to judge', () => {
    expect(judge(results).map(({ goal, found, met }) => [goal, found, met])).toMatchInlineSnapshot(`
      [
        [
          "echo TCP 64 B",
          "1.04",
          true,
        ],
        [
          "echo TCP 64 B, processor time",
          "1.04",
          true,
        ],
        [
          "system calls of an operation, 4 scenarios",
          "none has more",
          true,
        ],
        [
          "times faster than NodeSockFS, 1 scenarios",
          "at least 1.56",
          true,
        ],
      ]
    `);
    expect(judge([])).toEqual([]);
  });
});

describe('the chart', () => {
  it('has a dot for each scenario of time, inside, and is drawn for light and dark', () => {
    const svg = svgChart(results, 'on <some> machine & another');
    expect(svg.match(/<circle class="pysock" cx="[\d.]+" cy/g)).toHaveLength(3 + 1);
    for (const [, x] of svg.matchAll(/cx="([\d.]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(760);
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).toContain('on &lt;some> machine &amp; another');
    expect(svg).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
  });
});

describe('the measuring', () => {
  it('reads what strace -c writes', () => {
    const text = [
      '% time     seconds  usecs/call     calls    errors syscall',
      '------ ----------- ----------- --------- --------- ----------------',
      ' 61.04    0.000141           1       100           sendto',
      ' 38.96    0.000090           0       104         2 recvfrom',
      '------ ----------- ----------- --------- --------- ----------------',
      '100.00    0.000231           1       204         2 total',
    ].join('\n');
    expect(parseSummary(text)).toEqual({ sendto: 100, recvfrom: 104 });
  });

  it('finds how many operations fill a round', async () => {
    const asked: number[] = [];
    const session = {
      round: async (operations: number) => {
        asked.push(operations);
        return { operations, seconds: operations * 1e-4, processor: 0 };
      },
    };
    expect(await calibrate(session, 0.15)).toBe(1500);
    expect(asked).toEqual([1, 4, 16, 64, 256]);
  });

  it('has scenarios of different names, and says which there are when one is unknown', () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect(choose(['epoll', 'sendfile']).map((group) => group.map(({ id }) => id))).toEqual([
      ['sendfile'],
      ['epoll-10', 'epoll-1000', 'epoll-5000'],
    ]);
    expect(() => choose(['echo', 'nothing'])).toThrow(/no scenario is named nothing: echo-tcp-1, /);
  });
});
