import { wrap } from '../report/columns.ts';
import type { Stage } from '../stage/stage.ts';
import type { Page } from './playbill.ts';
import type { ActResult } from './run.ts';
import { actScripts } from './scripts.ts';
import { DOCUMENT } from './theatre.ts';

export function prologue(stage: Stage, { width, paint, labels }: Page): string[] {
  const setting =
    stage.missing === undefined
      ? 'In a network of its own: example.com and python.org answer, unreachable.example.com is silent.'
      : `On this machine's own network, not in one with peers of ours: ${stage.missing}. Where the hosts of the document do not resolve, the failures are compared.`;
  const title = `The scripts of ${DOCUMENT}, unmodified, on ${labels.subject} and beside it on ${labels.reference}.`;
  return [...wrap(title, width, 0).map((line) => paint('bold', line)), ...wrap(setting, width, 0)];
}

export function summary(results: readonly ActResult[], { width, paint, labels }: Page): string[] {
  const voices = results.flatMap(({ parts }) => parts.flatMap((part) => part.voices));
  const scripts = results.flatMap(({ act }) => actScripts(act)).length;
  const compared = voices.filter(({ reference }) => reference !== undefined);
  const different = compared.filter(({ differences }) => differences.length > 0);
  const left = voices.length - compared.length;
  const others = left > 0 ? `, ${left} not compared` : '';
  const same = compared.length - different.length;
  const head = `${scripts} scripts, ${voices.length} runs: ${same} the same, ${different.length} different${others} (${labels.reference}).`;
  const names = different.map(({ id, who, runtime, differences }) => {
    return `  ${id} (${who} on ${runtime.adapter.name}): ${differences.map(({ what }) => what).join(', ')}`;
  });
  return [
    '',
    '─'.repeat(width),
    ...[head, ...names]
      .flatMap((line) => wrap(line, width))
      .map((line) => paint(different.length > 0 ? 'red' : 'green', line)),
  ];
}
