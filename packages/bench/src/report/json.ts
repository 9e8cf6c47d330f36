import { cpus, release } from 'node:os';
import type { Verdict } from '../goals.ts';
import type { Settings } from '../measure/settings.ts';
import type { Result } from '../results.ts';

/** What the figures belong to. */
export function machine(names: readonly string[]) {
  const processors = cpus();
  const [kernel] = /^\d+\.\d+/.exec(release()) ?? [release()];
  return {
    processor: processors[0]?.model ?? 'unknown',
    processors: processors.length,
    system: `${process.platform} ${kernel} ${process.arch}`,
    node: process.version,
    runtimes: names,
  };
}

export function jsonReport(
  results: readonly Result[],
  verdicts: readonly Verdict[],
  settings: Settings,
  runtimes: readonly string[],
): string {
  const scenarios = results.map(({ scenario, figures, failures }) => {
    const { id, title, measure } = scenario;
    return {
      id,
      title,
      measure,
      unit: measure === 'memory' ? 'bytes' : 'seconds',
      bytes: scenario.bytes,
      figures,
      failures,
    };
  });
  return `${JSON.stringify({ machine: machine(runtimes), settings, scenarios, goals: verdicts }, null, 2)}\n`;
}
