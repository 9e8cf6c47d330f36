import { classOf } from './ids.ts';
import type { Listing } from './interpreter.ts';

/** Tests of one module that run in one process: whole classes. */
export interface Batch {
  readonly module: string;
  readonly reference: readonly string[];
  readonly subject: readonly string[];
}

/** A process is worth its start when it has about so many tests. */
const SIZE = 50;

/** Contract: every test of both listings that is wanted is in one batch, and a class has the same batch on both sides. */
export function toBatches(reference: Listing, subject: Listing, wanted: (id: string) => boolean): Batch[] {
  return [...reference.tests.keys(), ...subject.tests.keys()]
    .filter((module, index, all) => all.indexOf(module) === index)
    .flatMap((module) => {
      const ours = (subject.tests.get(module) ?? []).filter(wanted);
      const theirs = (reference.tests.get(module) ?? []).filter(wanted);
      return groupClasses([...theirs, ...ours]).map((classes) => ({
        module,
        reference: theirs.filter((id) => classes.has(classOf(id))),
        subject: ours.filter((id) => classes.has(classOf(id))),
      }));
    });
}

function groupClasses(ids: readonly string[]): ReadonlySet<string>[] {
  const members = new Map<string, Set<string>>();
  for (const id of ids) members.set(classOf(id), (members.get(classOf(id)) ?? new Set()).add(id));
  const groups: Set<string>[] = [];
  let room = 0;
  for (const [name, { size }] of members) {
    if (room < size) {
      groups.push(new Set());
      room = SIZE;
    }
    groups.at(-1)!.add(name);
    room -= size;
  }
  return groups;
}
