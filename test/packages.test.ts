/** What `npm publish` would send: contents, manifests, types and links of each package. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listContents, manifestOf, published } from '../scripts/lib/packages.mjs';

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const root = resolve(import.meta.dirname, '..');
const folders: string[] = published;
const packed: Packed[] = listContents();
const read = (folder: string, path: string): string => readFileSync(join(root, folder, path), 'utf8');

/** What a shipped package may have unpacked, in bytes: a bundle that grew by accident is red. */
const LIMIT = 6_000_000;

describe.each(folders.map((folder, index) => ({ folder, own: packed[index] as Packed })))(
  '$folder',
  ({ folder, own }) => {
    const manifest = manifestOf(folder);
    const paths = own.files.map(({ path }) => path);

    it('has what it needs and nothing else', () => {
      expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
      expect(
        paths.filter((path) => /(^|\/)(src|test|scripts)\/|\.map$|tsconfig|files\.json$|\.tsbuildinfo$/.test(path)),
      ).toEqual([]);
      expect(own.unpackedSize).toBeLessThan(LIMIT);
    });

    it('says whose it is, for which Node, and ships what its manifest names', () => {
      expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: { node: '>=20.6' } });
      expect(manifest.keywords.length).toBeGreaterThan(3);
      expect(manifest.description.length).toBeGreaterThan(20);
      const entries = Object.values(manifest.exports).flatMap((entry) =>
        typeof entry === 'string'
          ? [entry]
          : Object.entries(entry as object).flatMap(([key, path]) => (key === 'source' ? [] : [path])),
      );
      const named = [...entries, ...Object.values(manifest.bin ?? {})].map((path) => String(path).replace('./', ''));
      expect(named.filter((path) => !paths.includes(path))).toEqual([]);
    });

    it('has exact dependencies, of the packages here by their version', () => {
      const all: [string, string][] = Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies });
      expect(all.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
      expect(all.filter(([name, range]) => name.startsWith('@pysock/') && range !== manifest.version)).toEqual([]);
    });

    it('declares types that lead to published files and dependencies only', () => {
      const dependencies = Object.keys({ ...manifest.dependencies, '@types/node': '' });
      const wrong = paths
        .filter((path) => path.endsWith('.d.ts'))
        .flatMap((path) => {
          const imports = [...read(folder, path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
            ([, to]) => to as string,
          );
          return imports
            .filter((to) => {
              if (to.startsWith('node:')) return false;
              if (!to.startsWith('.')) return !dependencies.some((name) => to === name || to.startsWith(`${name}/`));
              return !paths.includes(join(dirname(path), to.replace(/\.js$/, '.d.ts')));
            })
            .map((to) => `${path}: ${to}`);
        });
      expect(wrong).toEqual([]);
    });

    it('ships no reference to a source map', () => {
      const scripts = paths.filter((path) => /\.c?js$/.test(path));
      expect(scripts.filter((path) => read(folder, path).includes('//# sourceMapping' + 'URL='))).toEqual([]);
    });

    it('has a README whose links lead somewhere', () => {
      const links = [...read(folder, 'README.md').matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, to]) => to as string);
      expect(links.filter((to) => !/^https:/.test(to) && !existsSync(join(root, folder, to)))).toEqual([]);
    });
  },
);
