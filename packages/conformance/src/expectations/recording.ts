import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Side } from '../compare/compare.ts';
import type { Observation } from '../compare/observation.ts';
import { readJsonFile } from '../files/json-file.ts';

const observation: z.ZodType<Observation> = z.strictObject({
  stdout: z.string(),
  exit: z.string(),
  exception: z.nullable(z.string()),
  seen: z.array(z.string()),
});

const fileSchema = z.strictObject({
  implementation: z.literal('CPython'),
  version: z.string(),
  platform: z.string(),
  /** What each case or script did, by its id, already normalised. */
  observations: z.record(z.string(), observation),
});

/** The id of what a case does in a setting. */
export function keyIn(setting: string, id: string): string {
  return setting === 'alone' ? id : `${id} (${setting})`;
}

/** Outputs of a CPython, kept for machines that have none. */
export class Recording {
  readonly label: string;
  readonly observations: Readonly<Record<string, Observation>>;
  readonly version: string;
  readonly platform: string;

  constructor(content: z.infer<typeof fileSchema>) {
    this.label = `CPython ${content.version} (recorded on ${content.platform})`;
    this.version = content.version;
    this.platform = content.platform;
    this.observations = content.observations;
  }

  /** What was recorded in a setting, where that differs from what a case does alone. */
  in(setting: string): Recording {
    const of = (id: string): Observation | undefined => this.observations[keyIn(setting, id)] ?? this.observations[id];
    const recording = Object.create(this, { find: { value: of } }) as Recording;
    return recording;
  }

  protected find(id: string): Observation | undefined {
    return this.observations[id];
  }

  /** Contract: undefined when nothing is recorded under this id. */
  side(id: string): Side | undefined {
    const observation = this.find(id);
    return observation && { observation, dialect: { python: this.version } };
  }
}

/** Contract: throws an Error that names the file and the place when it is not a recording. */
export function readRecording(path: string): Recording {
  return new Recording(readJsonFile(path, fileSchema));
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
