import type { Surface } from './probe.ts';

/** One thing that a program sees differently. */
export interface NameDifference {
  /** `socket.socket.recv` */
  readonly path: string;
  /** `signature`; `presence` when the name is there on one side only. */
  readonly fact: string;
  readonly reference: string;
  readonly subject: string;
}

/** Contract: the differences in the order of the paths; none when both are the same. */
export function compareNames(reference: Surface, subject: Surface): NameDifference[] {
  const paths = [...new Set([...Object.keys(reference), ...Object.keys(subject)])].sort();
  return paths.flatMap((path) => comparePath(path, reference[path], subject[path]));
}

function isMoreDocumentation({ fact, reference }: NameDifference): boolean {
  return fact === 'documented' && reference === 'False';
}

type Facts = Readonly<Record<string, string>>;

function comparePath(path: string, reference: Facts | undefined, subject: Facts | undefined): NameDifference[] {
  if (reference === undefined || subject === undefined) {
    const presence = (facts: Facts | undefined) => (facts === undefined ? 'missing' : 'there');
    return [{ path, fact: 'presence', reference: presence(reference), subject: presence(subject) }];
  }
  const facts = [...new Set([...Object.keys(reference), ...Object.keys(subject)])];
  return facts
    .map((fact) => ({ path, fact, reference: reference[fact] ?? 'none', subject: subject[fact] ?? 'none' }))
    .filter((difference) => difference.reference !== difference.subject && !isMoreDocumentation(difference));
}
