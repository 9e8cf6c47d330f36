/** A chart of the ratios to CPython: a dot for each scenario with its range, on a logarithmic scale. */
import type { Figures, Result } from '../results.ts';
import { times } from './format.ts';

const WIDTH = 760;
const ROW = 22;
const LEFT = 190;
const RIGHT = 90;
const TOP = 74;
const PLOT = WIDTH - LEFT - RIGHT;
const TICKS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128];

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .small { font-size: 11px; fill: #59636e }
  .title { font-size: 15px; font-weight: 600 }
  .paper { fill: #ffffff }
  .grid { stroke: #d1d9e0 }
  .one { stroke: #59636e; stroke-dasharray: 4 3 }
  .range { stroke: #0969da; stroke-width: 2; stroke-opacity: .45 }
  .pysock { fill: #0969da }
  .other { fill: none; stroke: #bc4c00; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .paper { fill: #0d1117 }
    .grid { stroke: #3d444d }
    .one { stroke: #9198a1 }
    .range { stroke: #58a6ff }
    .pysock { fill: #58a6ff }
    .other { stroke: #f0883e }
  }`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Ticks around all the values, one beyond on each side. */
function ticksFor(values: readonly number[]): number[] {
  const low = TICKS.findLastIndex((tick) => tick <= Math.min(1, ...values));
  const high = TICKS.findIndex((tick) => tick >= Math.max(1, ...values));
  return TICKS.slice(Math.max(low, 0), high < 0 ? undefined : high + 1);
}

function scaleFor(ticks: readonly number[]): (ratio: number) => number {
  const low = Math.log(ticks[0] as number);
  const high = Math.log(ticks.at(-1) as number);
  return (ratio) => {
    const share = (Math.log(ratio) - low) / (high - low);
    return Math.round((LEFT + Math.min(Math.max(share, 0), 1) * PLOT) * 10) / 10;
  };
}

interface Shown {
  readonly title: string;
  readonly pysock: Figures;
  readonly other: Figures | undefined;
}

function row({ title, pysock, other }: Shown, y: number, x: (ratio: number) => number): string[] {
  const { median, low, high } = pysock.ratio;
  const at = other && x(other.ratio.median);
  return [
    `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escaped(title)}</text>`,
    `<line class="range" x1="${x(low)}" y1="${y}" x2="${x(high)}" y2="${y}"/>`,
    ...(at === undefined ? [] : [`<path class="other" d="M${at} ${y - 5}l5 5l-5 5l-5 -5z"/>`]),
    `<circle class="pysock" cx="${x(median)}" cy="${y}" r="4.5"/>`,
    `<text class="small" x="${WIDTH - 16}" y="${y + 4}" text-anchor="end">${times(median)}</text>`,
  ];
}

/** `subtitle` says on what the figures were taken. */
export function svgChart(results: readonly Result[], subtitle: string): string {
  const shown = results.flatMap(({ scenario: { title, measure }, figures: { pysock, nodesockfs } }): Shown[] =>
    measure === 'time' && pysock ? [{ title, pysock, other: nodesockfs }] : [],
  );
  const values = shown.flatMap(({ pysock, other }) => [
    pysock.ratio.low,
    pysock.ratio.high,
    ...(other ? [other.ratio.median] : []),
  ]);
  const ticks = ticksFor(values);
  const x = scaleFor(ticks);
  const bottom = TOP + shown.length * ROW;
  const height = bottom + 34;
  const grid = ticks.flatMap((tick) => [
    `<line class="${tick === 1 ? 'one' : 'grid'}" x1="${x(tick)}" y1="${TOP - 8}" x2="${x(tick)}" y2="${bottom}"/>`,
    `<text class="small" x="${x(tick)}" y="${bottom + 18}" text-anchor="middle">${tick === 1 ? 'CPython' : `${tick}×`}</text>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    '<title>Time of an operation, as a multiple of CPython’s</title>',
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="8"/>`,
    '<text class="title" x="16" y="26">Time of an operation, as a multiple of CPython’s (less is better)</text>',
    `<text class="small" x="16" y="45">${escaped(subtitle)}</text>`,
    `<circle class="pysock" cx="${WIDTH - 252}" cy="41" r="4.5"/><text class="small" x="${WIDTH - 242}" y="45">pysock, range</text>`,
    `<path class="other" d="M${WIDTH - 150} 36l5 5l-5 5l-5 -5z"/><text class="small" x="${WIDTH - 140}" y="45">Pyodide, NodeSockFS</text>`,
    ...grid,
    ...shown.flatMap((one, index) => row(one, TOP + (index + 0.5) * ROW, x)),
    '</svg>',
    '',
  ].join('\n');
}
