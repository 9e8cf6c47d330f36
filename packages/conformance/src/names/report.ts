import type { NameDifference } from './compare-names.ts';
import type { Verdict } from './exceptions.ts';
import type { Surface } from './probe.ts';

const line = ({ path, fact, reference, subject }: NameDifference): string =>
  `  ${path}: ${fact}: ${shortened(reference)}, here ${shortened(subject)}`;

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** `_socket 511, socket 544, ...` */
export function countLine(surface: Surface): string {
  const counts = new Map<string, number>();
  for (const path of Object.keys(surface)) {
    const owner = path.startsWith('repr.') ? 'repr' : path.slice(0, path.lastIndexOf('.'));
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts].map(([owner, count]) => `${owner} ${count}`).join(', ');
}

export function verdictLines({ unexplained, explained, needless }: Verdict): string[] {
  return [
    ...explained.flatMap((difference) => [line(difference), `      ${difference.reason}`]),
    `${explained.length} differences with a reason, ${unexplained.length} without${unexplained.length > 0 ? ':' : ''}`,
    ...unexplained.map(line),
    ...needless.map(({ path, fact }) => `  ${path}: ${fact}: is listed as a difference, and is none: remove the entry`),
  ];
}
