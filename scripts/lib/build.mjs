import { existsSync, lstatSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { removeStale } from './dist.mjs';
import { bin, root, workspaces } from './paths.mjs';
import { run, runWithProgress } from './run.mjs';

const turbo = join(bin, 'turbo');
const task = ['run', 'build', '--log-order=grouped'];

/**
 * npm links a workspace's command when it installs, and only where its file exists: in a clone that is before the build. A link to
 * where the command was before is replaced.
 */
function linkCommands() {
  for (const folder of workspaces) {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    for (const [name, path] of Object.entries(manifest.bin ?? {})) {
      const [program, link] = [join(root, folder, path), join(bin, name)];
      if (!existsSync(program) || (existsSync(link) && realpathSync(link) === realpathSync(program))) continue;
      if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
      symlinkSync(relative(bin, program), link);
    }
  }
}

function finish() {
  for (const folder of workspaces) removeStale(join(root, folder, 'dist'));
  linkCommands();
}

/** Builds what has changed, with one progress line. Ends the process when that fails. */
export async function buildQuietly() {
  const code = await runWithProgress('building', turbo, [...task, '--output-logs=errors-only']);
  if (code !== 0) process.exit(code);
  finish();
}

/** Builds what has changed and shows what each package's build wrote. */
export async function build(args) {
  const { code } = await run(turbo, [...task, ...args]);
  if (code === 0) finish();
  return code;
}
