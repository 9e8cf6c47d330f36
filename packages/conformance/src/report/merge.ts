import type { Report, SuiteReport } from './model.ts';

/** One report of several: those of the parts of a run (`--shard`). Contract: throws an Error when they are not of the same runtimes. */
export function mergeReports(reports: readonly Report[]): Report {
  const [first, ...others] = reports;
  if (!first) throw new Error('a report wants at least one file, written with --report json:FILE');
  for (const { subject, reference } of others) {
    if (subject.label === first.subject.label && reference.label === first.reference.label) continue;
    throw new Error(
      `reports of different runtimes: ${first.subject.label} beside ${first.reference.label}, and ${subject.label} beside ${reference.label}`,
    );
  }
  return {
    ...first,
    seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
    cases: reports.flatMap(({ cases }) => cases),
    suites: mergeSuites(reports.flatMap(({ suites }) => suites)),
    problems: distinct(reports.flatMap(({ problems }) => problems)),
    notes: distinct(reports.flatMap(({ notes }) => notes)),
  };
}

function mergeSuites(suites: readonly SuiteReport[]): SuiteReport[] {
  return distinct(suites.map(({ name }) => name)).map((name) => ({
    name,
    tests: suites.filter((suite) => suite.name === name).flatMap(({ tests }) => tests),
  }));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
