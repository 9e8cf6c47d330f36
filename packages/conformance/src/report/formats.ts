import { htmlReport } from './html/page.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { Report } from './model.ts';

export const FORMATS = ['json', 'junit', 'markdown', 'html'] as const;

export type Format = (typeof FORMATS)[number];

const WRITERS: Readonly<Record<Format, (report: Report) => string>> = {
  json: jsonReport,
  junit: junitReport,
  markdown: markdownReport,
  html: htmlReport,
};

export function formatReport(report: Report, format: Format): string {
  return WRITERS[format](report);
}
