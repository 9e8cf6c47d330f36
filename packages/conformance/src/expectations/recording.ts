import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Side } from '../compare/compare.ts';
import { type Observation, observationSchema } from '../run/observation.ts';

const fileSchema = z.strictObject({
  implementation: z.literal('CPython'),
  version: z.string(),
  platform: z.string(),
  /** What each case or script did, by its id, already normalised. */
  observations: z.record(z.string(), observationSchema),
});

/** Outputs of a CPython, kept for machines that have none. */
export class Recording {
  readonly label: string;
  readonly observations: Readonly<Record<string, Observation>>;
  private readonly version: string;

  constructor(content: z.infer<typeof fileSchema>) {
    this.label = `CPython ${content.version} (recorded on ${content.platform})`;
    this.version = content.version;
    this.observations = content.observations;
  }

  /** Contract: undefined when nothing is recorded under this id. */
  side(id: string): Side | undefined {
    const observation = this.observations[id];
    return observation && { observation, dialect: { errno: {}, python: this.version } };
  }
}

/** Contract: throws an Error that names the file and the place when it is not a recording. */
export function readRecording(path: string): Recording {
  const parsed = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is no recording:\n${z.prettifyError(parsed.error)}`);
  return new Recording(parsed.data);
}

/** Same inputs, same bytes: ids are sorted, and nothing tells the day or the machine. The observations are normalised. */
export function writeRecording(
  path: string,
  about: { readonly python: string; readonly platform: string },
  observations: ReadonlyMap<string, Observation>,
): void {
  const ids = [...observations.keys()].sort();
  const content = {
    implementation: 'CPython',
    version: about.python,
    platform: about.platform,
    observations: Object.fromEntries(ids.map((id) => [id, observations.get(id)])),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
