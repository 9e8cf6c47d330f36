import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces } from './paths.mjs';

export const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

/** The folders of the packages that are published, each after the ones it depends on. */
export const published = workspaces.filter((folder) => !manifestOf(folder).private);

/** The npm of the machine, without the warnings of another registry's settings. */
function npm(args, options) {
  return execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options });
}

/**
 * What `npm pack` would put into each package: { name, version, size, unpackedSize, files: [{ path, size, mode }] }.
 * Nothing is written, and no script of a package runs.
 */
export function listContents(folders = published) {
  return JSON.parse(
    npm(['pack', '--dry-run', '--json', '--ignore-scripts', ...folders.map((folder) => `./${folder}`)]),
  );
}

/** Packs the packages into the folder and returns the paths of their tarballs. */
export function packInto(destination, { scripts = true } = {}) {
  mkdirSync(destination, { recursive: true });
  const paths = published.map((folder) => `./${folder}`);
  const options = ['--json', '--pack-destination', destination, ...(scripts ? [] : ['--ignore-scripts'])];
  const packed = JSON.parse(npm(['pack', ...options, ...paths]));
  return packed.map(({ filename, name, size, unpackedSize }) => {
    const path = join(destination, filename);
    if (!existsSync(path)) throw new Error(`npm pack did not write ${path}`);
    return { name, path, size, unpackedSize };
  });
}
