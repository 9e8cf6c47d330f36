import type { Report } from './model.ts';

/** What of a report is looked at. */
export interface Figures extends Pick<Report, 'cases' | 'suites'> {
  readonly subject: { readonly label: string };
  readonly reference: { readonly label: string };
}

/** Outcomes and statuses of which the program had no say: its interpreter was ended, or ended itself. */
const LOST: ReadonlySet<string> = new Set(['TIMEOUT', 'CRASH']);

interface Part {
  /** `test_socket on pysock (Python 3.14.2)` */
  readonly name: string;
  readonly results: readonly { readonly id: string; readonly lost: string | undefined }[];
  /** What runs one of them alone. */
  readonly command: string;
}

/**
 * What is wrong with a report none of whose figures can be believed: in a part of it, one of the runtimes did nothing but run
 * into a time limit or break, each time. That is said of its start, its limits or the machine, not of the runtime's sockets.
 * Contract: undefined when each part has a result that is one, or fewer than `least`; else a message that says what to do.
 * `runtime`: as --runtime names the subject.
 */
export function lifeless(report: Figures, runtime: string | undefined, least = 1): string | undefined {
  const part = partsOf(report, runtime === undefined ? '' : ` --runtime ${runtime}`).find(
    ({ results }) => results.length >= least && results.every(({ lost }) => lost !== undefined),
  );
  if (!part) return undefined;
  const count = (status: string) => part.results.filter(({ lost }) => lost === status).length;
  return [
    `${part.name}: nothing but time-outs (${count('TIMEOUT')}) and crashes (${count('CRASH')}), which are no figures of a runtime`,
    'raise --time-limit and --start-limit (a case: # conformance: time-limit=SECONDS), use fewer --jobs, or look at one alone:',
    `  ${part.command} -k ${part.results[0]!.id}`,
  ].join('\n');
}

function partsOf({ cases, suites, subject, reference }: Figures, runtime: string): Part[] {
  const ran = cases.filter(({ outcome }) => outcome !== 'SKIP');
  const ofCases = ran.map(({ id, outcome }) => ({ id, lost: lostOf(outcome) }));
  const ofSuites = suites.flatMap(({ name, tests }) =>
    (['reference', 'subject'] as const).map((side): Part => {
      const own = tests.filter((test) => side === 'reference' || test.reference?.status === 'PASS');
      const results = own.map((test) => ({ id: test.id, lost: lostOf(test[side]?.status ?? '') }));
      const label = side === 'reference' ? reference.label : subject.label;
      return { name: `${name} on ${label}`, results, command: `pysock-conformance suite ${name}${runtime}` };
    }),
  );
  return [
    { name: `the cases on ${subject.label}`, results: ofCases, command: `pysock-conformance run${runtime}` },
    ...ofSuites,
  ];
}

function lostOf(status: string): string | undefined {
  return LOST.has(status) ? status : undefined;
}
