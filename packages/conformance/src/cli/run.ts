import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { javaScriptLoop, loadAdapter } from '@pysock/runtimes';
import { formatReport } from '../report/formats.ts';
import { readReport } from '../report/json.ts';
import { lifeless } from '../report/lifeless.ts';
import { paintFor } from '../report/paint.ts';
import { progressFor, SILENT } from '../report/progress.ts';
import { since } from '../report/since.ts';
import { summaryLines } from '../report/terminal.ts';
import { isRedReport } from '../report/totals.ts';
import type { Stage } from '../stage/stage.ts';
import { compareRuntimes } from './compare.ts';
import type { CommandOptions } from './options.ts';
import { partsOf } from './parts.ts';

/** Contract: throws an Error before anything has run, when a report could not be written after it. */
function checkWritable(file: string): void {
  const path = resolve(file);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new Error(`--report: ${file} is a folder`);
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new Error(`--report: ${file} cannot be written: ${(error as Error).message}`);
  }
}

/** A few may well hang one and all. */
const LEAST = 5;

/**
 * Contract: 0 when everything is as on CPython but for the known differences, else 1; "nothing ran" is an Error, and so is a
 * runtime that does not run.
 */
export async function runCommand(options: CommandOptions, stage: Stage): Promise<number> {
  const paint = paintFor(process.stdout);
  const toTerminal = options.report.every(({ file }) => file !== undefined);
  const progress = toTerminal ? progressFor(process.stdout, paint) : SILENT;
  for (const { file } of options.report) if (file !== undefined) checkWritable(file);
  const parts = partsOf(options);
  const adapter = options.eventLoop === undefined ? await loadAdapter(options.runtime) : javaScriptLoop();
  const old = options.since === undefined ? undefined : readReport(options.since);
  const found = await compareRuntimes(parts, options, stage, adapter, { progress, paint, verbose: true });
  const report = old === undefined ? found : since(found, old, options.since as string);
  progress.print(summaryLines(report, paint));
  const refusal = lifeless(report, options.runtime, LEAST);
  if (refusal !== undefined) throw new Error(refusal);
  for (const { format, file } of options.report) {
    if (file === undefined) process.stdout.write(formatReport(report, format));
    else writeFileSync(file, formatReport(report, format));
    if (file !== undefined) progress.print([paint('dim', `${format}: ${file}`)]);
  }
  return isRedReport(report) ? 1 : 0;
}
