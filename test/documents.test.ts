/** The documents: each block of code can be run (npm run try-docs) or says why not, and each link leads somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, commandsOf, documents } from '../scripts/lib/doc-blocks.mjs';

const root = join(import.meta.dirname, '..');
interface Block {
  readonly language: string;
  readonly line: number;
  readonly code: string;
  readonly directives: Readonly<Record<string, string>>;
}

const LANGUAGES = ['console', 'js', 'ts', 'json', 'text', ''];

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N}\- ]/gu, '')
    .replaceAll(' ', '-');

function anchorsOf(path: string): string[] {
  const file = path.endsWith('.md') ? path : join(path, 'README.md');
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading]) => anchor(heading as string));
}

interface Block {
  readonly language: string;
  readonly line: number;
  readonly code: string;
  readonly directives: Readonly<Record<string, string>>;
}

describe.each(documents() as { path: string; text: string }[])('$path', ({ path, text }) => {
  it('has blocks that can be run, or say why they are not', () => {
    for (const { language, line, code, directives } of blocksOf({ path, text }) as Block[]) {
      const where = `${path}:${line}`;
      const reason = directives['not run'];
      if (reason !== undefined) expect(reason.length, where).toBeGreaterThan(10);
      else if ('file' in directives) expect(directives.file, where).toMatch(/^[\w.-]+$/);
      else expect(LANGUAGES, `${where}: indented code and other languages cannot be run`).toContain(language);
      if (language === 'console') expect(commandsOf(code).length, where).toBeGreaterThan(0);
    }
  });

  it('links to what is there', () => {
    const links = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to as string);
    const broken = links.filter((to) => {
      if (/^https?:/.test(to)) return false;
      const [file, hash] = to.split('#') as [string, string | undefined];
      const target = file === '' ? join(root, path) : join(root, dirname(path), file);
      return !existsSync(target) || (hash !== undefined && !anchorsOf(target).includes(hash));
    });
    expect(broken).toEqual([]);
  });
});
