import { readJsonFile } from '../files/json-file.ts';
import { type Report, reportSchema } from './model.ts';
import { everything, totals } from './totals.ts';

export function jsonReport(report: Report): string {
  return `${JSON.stringify({ ...report, totals: totals(everything(report)) }, null, 2)}\n`;
}

/** Contract: throws an Error `file:line: place: what was expected` when it is no report. */
export function readReport(path: string): Report {
  return readJsonFile(path, reportSchema);
}
