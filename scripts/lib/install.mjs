import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { nodeBinary, root } from './paths.mjs';
import { machinePath, runWithProgress } from './run.mjs';

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/** Whether npm installs this entry of a lock file here: a link is made by us, and an optional one may be meant for another platform. */
function isWanted(entry, { platform, arch }) {
  if (entry.link) return false;
  if (!entry.optional) return true;
  if (entry.libc || entry.peer) return false;
  return (entry.os ?? [platform]).includes(platform) && (entry.cpu ?? [arch]).includes(arch);
}

/**
 * The entries of `locked` (package-lock.json) that `installed` (npm's record of what it put into node_modules, written
 * last, so an interrupted installation has none) lacks or has in another version.
 *
 * @param {Record<string, any>} locked
 * @param {Record<string, any> | undefined} installed
 * @param {{ platform: string, arch: string }} machine
 */
export function missingPackages(locked, installed, machine = process) {
  return Object.entries(locked)
    .filter(([key, entry]) => key.includes('node_modules/') && isWanted(entry, machine))
    .filter(([key, { version, integrity }]) => {
      const found = installed?.[key];
      return !found || found.version !== version || (integrity && found.integrity && found.integrity !== integrity);
    })
    .map(([key]) => key);
}

/** Links the packages of this repository that are new since the last installation: nothing else has to be installed for them. */
function linkWorkspaces(locked) {
  for (const [key, { link, resolved }] of Object.entries(locked)) {
    const path = join(root, key);
    if (!link || existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(relative(dirname(path), join(root, resolved)), path);
  }
}

/** Runs `npm ci` when node_modules is not what package-lock.json says. Ends the process when that fails. */
export async function ensureInstalled() {
  const locked = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (missingPackages(locked, installed).length === 0 && existsSync(nodeBinary)) return linkWorkspaces(locked);
  const env = { ...process.env, PATH: machinePath() };
  const code = await runWithProgress('installing dependencies', 'npm', ['ci'], { env });
  if (code !== 0) process.exit(code);
}
