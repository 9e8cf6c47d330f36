/** The wire: the system calls as lines, and as a ladder. */
import { traceText } from '@pysock/socket-shim';
import { ladderOf, type Rung } from '../run/ladder.ts';
import type { Wire, WireEntry } from '../run/wire.ts';
import { beside, firstRows, fitRow, lastRows, type Row, row } from '../terminal/segments.ts';
import { titleRow } from './screen-parts.ts';

export type WireMode = 'calls' | 'ladder';

/** From here on both have room. */
const WIDE = 140;
/** Below this, an address of this very machine is its port. */
const NARROW = 100;

const ARROWS = {
  'to right': { whole: ['─', '▶'], half: ['─', '▷'] },
  'to left': { whole: ['◀', '─'], half: ['◁', '─'] },
} as const;

const COLORS = ['green', 'yellow', 'magenta', 'blue'];

function callRow({ who, at, call }: WireEntry, roles: readonly string[], start: number, width: number): Row {
  const role = roles[who] ?? '';
  const text = traceText(call).trimEnd();
  const indent = Math.max(...roles.map(({ length }) => length));
  return fitRow(
    [
      { text: `${(at - start).toFixed(3).padStart(8)} `, dim: true },
      { text: `${role.padEnd(indent)} `, color: COLORS[who % COLORS.length]! },
      {
        text: width < NARROW ? text.replaceAll('127.0.0.1:', ':') : text,
        ...(call.error === undefined ? {} : { color: 'red' }),
      },
    ],
    width,
  );
}

function arrow({ arrow: direction, isWhole }: Rung, width: number): string {
  if (direction === 'none') return ' '.repeat(width);
  const [first, last] = ARROWS[direction][isWhole ? 'whole' : 'half'];
  const line = '─'.repeat(width - 4);
  return ` ${first === '─' ? '─' : first}${line}${last} `;
}

function ladderRows(rungs: readonly Rung[], roles: readonly string[], width: number): Row[] {
  const middle = Math.max(8, Math.min(20, Math.floor(width / 5)));
  const side = Math.floor((width - middle) / 2);
  const other = roles[1] ?? 'peer';
  return [
    fitRow(
      [
        { text: ` ${roles[0]}`.padEnd(side + middle), bold: true },
        { text: other, bold: true },
      ],
      width,
    ),
    ...rungs.map((rung) => [
      ...fitRow([{ text: ` ${rung.left}`, color: COLORS[0]! }], side),
      { text: arrow(rung, middle), color: 'cyan' },
      ...fitRow([{ text: rung.right, color: COLORS[1]! }], width - side - middle),
    ]),
  ];
}

/** Kept while nothing is added: a flood elsewhere draws many frames. */
const ladders = new WeakMap<Wire, { readonly version: number; readonly rungs: readonly Rung[] }>();

function rungsOf(wire: Wire): readonly Rung[] {
  const known = ladders.get(wire);
  if (known?.version === wire.version) return known.rungs;
  const rungs = ladderOf(wire.entries);
  ladders.set(wire, { version: wire.version, rungs });
  return rungs;
}

function untracedText(untraced: readonly string[]): string {
  return untraced.length === 0 ? '' : ` · ${untraced.join(' and ')} on CPython: not traced`;
}

function callsBlock(wire: Wire, untraced: readonly string[], width: number, height: number): Row[] {
  const start = wire.entries[0]?.at ?? 0;
  const shown = wire.entries.slice(-(height - 1)).map((entry) => callRow(entry, wire.roles, start, width));
  const none = wire.total === 0 ? [row(' no call on a socket yet', { dim: true })] : [];
  const count = wire.total === 0 ? '' : `: ${wire.total} ${wire.total === 1 ? 'call' : 'calls'}`;
  const title = `The wire${count}${untracedText(untraced)}`;
  return [titleRow(title, width), ...lastTop([...none, ...shown], height - 1)];
}

function ladderBlock(wire: Wire, untraced: readonly string[], width: number, height: number): Row[] {
  const rungs = rungsOf(wire);
  const [head, ...rows] = ladderRows(rungs, wire.roles, width);
  const empty = rungs.length === 0 ? [row(' no TCP connection yet', { dim: true })] : [];
  const more = rows.length > height - 2 ? `: the last ${height - 2} of ${rows.length} steps` : '';
  return [
    titleRow(`TCP ladder${more}${untracedText(untraced)}`, width),
    head!,
    ...lastTop([...empty, ...rows], height - 2),
  ];
}

/** From the top while there is room, then the last ones. */
function lastTop(rows: readonly Row[], height: number): Row[] {
  return rows.length <= height ? firstRows(rows, height) : lastRows(rows, height);
}

export function hasLadder(wire: Wire): boolean {
  return rungsOf(wire).length > 0;
}

export function wireView(
  wire: Wire,
  mode: WireMode,
  untraced: readonly string[],
  width: number,
  height: number,
): Row[] {
  if (width >= WIDE) {
    const left = Math.floor((width - 1) / 2);
    const widths = [left, width - 1 - left];
    return beside([callsBlock(wire, untraced, left, height), ladderBlock(wire, untraced, widths[1]!, height)], widths);
  }
  return mode === 'ladder' ? ladderBlock(wire, untraced, width, height) : callsBlock(wire, untraced, width, height);
}
