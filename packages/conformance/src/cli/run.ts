import { writeFileSync } from 'node:fs';
import { loadAdapter } from '../adapters/load.ts';
import { formatReport } from '../report/formats.ts';
import { paintFor } from '../report/paint.ts';
import { progressFor, SILENT } from '../report/progress.ts';
import { summaryLines } from '../report/terminal.ts';
import { isRedReport } from '../report/totals.ts';
import type { Stage } from '../stage/stage.ts';
import { compareRuntimes } from './compare.ts';
import type { CommandOptions } from './options.ts';
import { partsOf } from './parts.ts';

/** Contract: 0 when everything is as on CPython but for the known differences, else 1; "nothing ran" is an Error. */
export async function runCommand(options: CommandOptions, stage: Stage): Promise<number> {
  const paint = paintFor(process.stdout);
  const toTerminal = options.report.every(({ file }) => file !== undefined);
  const progress = toTerminal ? progressFor(process.stdout, paint) : SILENT;
  const parts = partsOf(options);
  const adapter = await loadAdapter(options.runtime);
  const report = await compareRuntimes(parts, options, stage, adapter, { progress, paint, verbose: true });
  progress.print(summaryLines(report, paint));
  for (const { format, file } of options.report) {
    if (file === undefined) process.stdout.write(formatReport(report, format));
    else writeFileSync(file, formatReport(report, format));
    if (file !== undefined) progress.print([paint('dim', `${format}: ${file}`)]);
  }
  return isRedReport(report) ? 1 : 0;
}
