import { existsSync } from 'node:fs';
import { type Adapter, CAPABILITIES, TRAITS } from '@pysock/runtimes';
import * as z from 'zod';
import { readJsonFile } from '../files/json-file.ts';
import { shownPath } from '../files/shown-path.ts';
import { type Glob, globOf } from '../glob.ts';
import type { Outcome } from '../outcome.ts';
import { SETTINGS } from '../settings.ts';

const entrySchema = z.strictObject({
  /** A case (`tcp/echo`) or a test (`test.test_socket.BasicTCPTest.testRecv`); `*` stands for any text. */
  id: z.string().check(
    z.minLength(1, 'the id of a case or a test'),
    z.refine(
      (id) => !id.startsWith('test.') || /^test\.\w+\./.test(id),
      'a test is test.SUITE.…, and its suite has no *',
    ),
  ),
  /** Why it differs: a key of `reasons`. */
  reason: z.string(),
  /** It is as on CPython at times: passing is not held against it. */
  sometimes: z.optional(z.literal(true)),
  /** It differs in these settings only. */
  settings: z.optional(z.array(z.enum(SETTINGS))),
  /** It differs only where the runtime lacks one of these. */
  needs: z.optional(z.array(z.enum(CAPABILITIES))),
  /** It differs only on hosts with one of these. */
  on: z.optional(z.array(z.enum(TRAITS))),
});

const reasonSchema = z.strictObject({
  /** Why something differs. */
  text: z.string().check(z.minLength(10, 'a reason of some words')),
  /** The place that decides it: a file of ours, or of CPython or Pyodide. */
  decidedIn: z.string().check(z.minLength(1, 'the place that decides it')),
});

type Reason = z.infer<typeof reasonSchema>;

/** An entry with its reason's text in the place of the key. */
export type KnownDifference = z.infer<typeof entrySchema> & Pick<Reason, 'decidedIn'>;

const fileSchema = z.strictObject({
  /** Each reason once, under the key by which entries refer to it. */
  reasons: z.record(z.string(), reasonSchema),
  differences: z.array(entrySchema),
});

const listSchema = fileSchema.check(({ value: { reasons, differences }, issues }) => {
  const wrong = (path: (string | number)[], message: string) =>
    issues.push({ code: 'custom', input: path, path, message });
  differences.forEach(({ reason }, index) => {
    if (!Object.hasOwn(reasons, reason)) wrong(['differences', index, 'reason'], `no key of reasons: ${reason}`);
  });
  const used = new Set(differences.map(({ reason }) => reason));
  const keys = new Map<string, string>();
  for (const [key, { text }] of Object.entries(reasons)) {
    const same = keys.get(text);
    if (same !== undefined) wrong(['reasons', key], `the same text as ${same}: keep one`);
    keys.set(text, key);
    if (!used.has(key)) wrong(['reasons', key], 'no entry has this reason: remove it');
  }
});

/** Modules whose tests a suite takes for its own. */
const TAKEN: Readonly<Record<string, string>> = { datetimetester: 'test_datetime' };

/** The name of a test's suite: `test_socket`; undefined for the id of a case. */
export function suiteOf(id: string): string | undefined {
  const module = /^test\.(\w+)\./.exec(id)?.[1];
  return module && (TAKEN[module] ?? module);
}

/** What decides which entries hold for a runtime. */
type Nature = Pick<Adapter, 'capabilities' | 'traits'>;

/** A closed list: an entry that names nothing, or names what another one names, is as wrong as a difference without an entry. */
export class KnownDifferences {
  readonly file: string;
  private readonly list: readonly KnownDifference[];
  private readonly closed: boolean;
  private readonly runtime: Nature;
  private readonly entries: readonly { readonly entry: KnownDifference; readonly glob: Glob }[];

  /** `runtime`: the one that is judged. */
  constructor(
    list: readonly KnownDifference[],
    file: string,
    runtime: Nature = { capabilities: CAPABILITIES },
    closed = true,
  ) {
    this.file = shownPath(file);
    this.list = list;
    this.closed = closed;
    this.runtime = runtime;
    this.entries = list.map((entry) => ({ entry, glob: globOf(entry.id) }));
  }

  /**
   * The list beside another version of CPython than the one it was made with, which has other tests: what is not listed is
   * red as ever, and what is listed need not be there.
   */
  opened(): KnownDifferences {
    return new KnownDifferences(this.list, this.file, this.runtime, false);
  }

  /**
   * This list, and those of another's entries that are wanted and that it has none for. They are of a runtime that has much in
   * common with this one: that they pass is not held against them.
   */
  over(other: KnownDifferences, wanted: (entry: KnownDifference) => boolean): KnownDifferences {
    const theirs = other.entries.filter(
      ({ entry, glob }) => wanted(entry) && !this.entries.some((own) => own.glob(entry.id) || glob(own.entry.id)),
    );
    const list = [...this.list, ...theirs.map(({ entry }) => ({ ...entry, sometimes: true as const }))];
    return new KnownDifferences(list, this.file, this.runtime);
  }

  private appliesHere({ needs, on }: KnownDifference): boolean {
    const { capabilities, traits = [] } = this.runtime;
    const lacks = needs === undefined || needs.some((capability) => !capabilities.includes(capability));
    return lacks && (on === undefined || on.some((trait) => traits.includes(trait)));
  }

  /** Contract: undefined when the id is not listed, or not for such a runtime. */
  find(id: string): KnownDifference | undefined {
    const entry = this.entries.find(({ entry, glob }) => glob(id) && this.appliesHere(entry))?.entry;
    return entry && !this.closed ? { ...entry, sometimes: true } : entry;
  }

  /** What is said of a case or a test with this outcome, whose own reason is `plain`. */
  reasonFor(id: string, outcome: Outcome, plain: string): string {
    if (outcome === 'XPASS') return `it is as on CPython, and ${this.file} lists it as different: remove the entry`;
    return outcome === 'XFAIL' ? this.find(id)!.reason : plain;
  }

  /** What is wrong with the list, in words that say what to do. `suite`: the ids are all of its tests; else all cases. */
  problems(ids: Iterable<string>, suite?: string): string[] {
    if (!this.closed) return [];
    const all = [...ids];
    const found = this.entries
      .filter(({ entry }) => suiteOf(entry.id) === suite)
      .filter(({ glob }) => !all.some(glob))
      .map(
        ({ entry }) =>
          `${this.file} lists ${entry.id}, and there is no such ${suite ? 'test' : 'case'}: remove the entry`,
      );
    const here = this.entries.filter(({ entry }) => this.appliesHere(entry));
    const listed = all.map((id) => ({ id, by: here.filter(({ glob }) => glob(id)) }));
    const twice = listed
      .filter(({ by }) => by.length > 1)
      .map(
        ({ id, by }) =>
          `${this.file} lists ${id} twice (${by.map(({ entry }) => entry.id).join(', ')}): keep one entry`,
      );
    return [...found, ...twice];
  }

  /** Suites that entries name and that do not exist. */
  unknownSuites(suites: readonly string[]): string[] {
    return this.entries
      .filter(({ entry }) => !suites.includes(suiteOf(entry.id) ?? suites[0]!))
      .map(({ entry }) => `${this.file} lists ${entry.id}, and there is no such suite: remove the entry`);
  }
}

/** Contract: a file that is not there lists nothing, unless it is wanted; throws an Error `file:line: place: what was expected`. */
export function readKnownDifferences(path: string, runtime: Nature, wanted?: 'wanted'): KnownDifferences {
  if (!existsSync(path) && !wanted) return new KnownDifferences([], path, runtime);
  const { reasons, differences } = readJsonFile(path, listSchema);
  const list = differences.map((entry) => {
    const { text, decidedIn } = reasons[entry.reason]!;
    return { ...entry, reason: text, decidedIn };
  });
  return new KnownDifferences(list, path, runtime);
}
