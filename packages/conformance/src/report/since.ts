import { isRed } from '../outcome.ts';
import type { Report } from './model.ts';
import { everything } from './totals.ts';

/** So many ids are named in a line. */
const NAMED = 20;

/** The report with what has changed since an older one, of any runtime, that lies in `file`. */
export function since(report: Report, old: Report, file: string): Report {
  const before = new Map(everything(old).map(({ id, outcome }) => [id, outcome]));
  const now = everything(report);
  const ids = new Set(now.map(({ id }) => id));
  const ofBoth = now.filter(({ id }) => before.has(id));
  const wasRed = (id: string): boolean => isRed(before.get(id) ?? 'PASS');
  return {
    ...report,
    since: {
      file,
      red: ofBoth.filter(({ id, outcome }) => isRed(outcome) && !wasRed(id)).map(({ id }) => id),
      mended: ofBoth.filter(({ id, outcome }) => !isRed(outcome) && wasRed(id)).map(({ id }) => id),
      added: now.filter(({ id }) => !before.has(id)).map(({ id }) => id),
      gone: [...before.keys()].filter((id) => !ids.has(id)),
    },
  };
}

/** What `since` found, as groups of ids; those without one are left out. */
export function sinceGroups({ since: found }: Report): { title: string; ids: readonly string[] }[] {
  if (found === undefined) return [];
  const groups = [
    { title: 'newly red', ids: found.red },
    { title: 'red no longer', ids: found.mended },
    { title: 'not there before', ids: found.added },
    { title: 'there before, not run now', ids: found.gone },
  ];
  return groups.filter(({ ids }) => ids.length > 0);
}

/** Lines for a terminal. Contract: none without an older report, and one when nothing has changed. */
export function sinceLines(report: Report): string[] {
  if (report.since === undefined) return [];
  const lines = sinceGroups(report).map(({ title, ids }) => {
    const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
    return `${ids.length} ${title}: ${ids.slice(0, NAMED).join(', ')}${more}`;
  });
  return [
    `since ${report.since.file}: ${lines.length === 0 ? 'the same' : ''}`.trimEnd(),
    ...lines.map((line) => `  ${line}`),
  ];
}
