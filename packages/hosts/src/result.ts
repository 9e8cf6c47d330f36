/** What is known of each host: kept in the store, so that hosts can be tried one at a time, and the cases of one in parts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Probed } from './probe.ts';
import { store } from './store.ts';

export interface Outcome {
  /** PASS, XFAIL (a known difference), SKIP, or what is red. */
  readonly outcome: string;
  readonly reason: string;
  /** The day: 2026-12-01. */
  readonly date: string;
}

export interface Result {
  /** The host's own: a result holds for one. */
  readonly version: string;
  readonly probe?: Probed & { readonly date: string };
  readonly cases: Readonly<Record<string, Outcome>>;
}

export const today = (): string => new Date().toISOString().slice(0, 10);

function pathFor(name: string): string {
  return join(store, 'results', `${name}.json`);
}

export function readResult(name: string): Result | undefined {
  const path = pathFor(name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Result) : undefined;
}

/** Keeps what has run now beside what has run before, on the same version. Returns both. */
export function keepResult(name: string, now: Result): Result {
  const before = readResult(name);
  const both = before?.version === now.version ? { ...before, ...now, cases: { ...before.cases, ...now.cases } } : now;
  mkdirSync(join(store, 'results'), { recursive: true });
  writeFileSync(pathFor(name), JSON.stringify(both, undefined, 1));
  return both;
}

/** `ids`: the cases that there are now. Contract: counts only these. */
export function summary({ cases }: Result, ids: readonly string[]) {
  const ran = ids.flatMap((id) => (cases[id] === undefined ? [] : [{ id, ...cases[id] }]));
  const of = (...outcomes: string[]) => ran.filter(({ outcome }) => outcomes.includes(outcome));
  return {
    ran: ran.length,
    passed: of('PASS').length,
    known: of('XFAIL'),
    red: ran.filter(({ outcome }) => !['PASS', 'XFAIL', 'SKIP'].includes(outcome)),
  };
}
