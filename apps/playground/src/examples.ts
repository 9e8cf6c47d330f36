/** What can be played: the examples, and scripts of the user's own. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Program } from './python/program.ts';

export interface Play {
  readonly name: string;
  readonly title: string;
  /** A pane each, from left to right; who serves comes first. */
  readonly programs: readonly Program[];
}

/** The same for src/ and for the bundle in dist/. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', 'examples');

const manifestSchema = z.array(
  z.object({
    name: z.string().regex(/^[a-z-]+$/),
    title: z.string(),
    panes: z.array(z.tuple([z.string()], z.string())).min(1),
  }),
);

function programOf(script: string, args: readonly string[] = []): Program {
  return { title: [basename(script), ...args].join(' '), script: resolve(script), args };
}

export function readExamples(): Play[] {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(FOLDER, 'examples.json'), 'utf8')));
  return manifest.map(({ name, title, panes }) => ({
    name,
    title,
    programs: panes.map(([script, ...args]) => programOf(join(FOLDER, script), args)),
  }));
}

/** Scripts of the user's own, a pane each. */
export function playOf(scripts: readonly string[]): Play {
  const missing = scripts.find((script) => !existsSync(script));
  if (missing !== undefined) throw new Error(`there is no ${missing}`);
  const programs = scripts.map((script) => programOf(script));
  return { name: '', title: programs.map(({ title }) => title).join(', '), programs };
}
