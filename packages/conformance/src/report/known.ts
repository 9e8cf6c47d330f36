import type { Report } from './model.ts';
import { everything } from './totals.ts';

export interface KnownGroup {
  readonly reason: string;
  readonly ids: readonly string[];
}

/** The known differences that were met, by their reason; the most frequent one first. */
export function knownGroups(report: Report): KnownGroup[] {
  const groups = new Map<string, string[]>();
  for (const entry of everything(report)) {
    if (entry.outcome !== 'XFAIL') continue;
    groups.set(entry.reason, [...(groups.get(entry.reason) ?? []), entry.id]);
  }
  return [...groups].map(([reason, ids]) => ({ reason, ids })).sort((a, b) => b.ids.length - a.ids.length);
}
