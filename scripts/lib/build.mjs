import { join } from 'node:path';
import { bin } from './paths.mjs';
import { run, runWithProgress } from './run.mjs';

const turbo = join(bin, 'turbo');
const task = ['run', 'build', '--log-order=grouped'];

/** Builds what has changed, with one progress line. Ends the process when that fails. */
export async function buildQuietly() {
  const code = await runWithProgress('building', turbo, [...task, '--output-logs=errors-only']);
  if (code !== 0) process.exit(code);
}

/** Builds what has changed and shows what each package's build wrote. */
export async function build(args) {
  return (await run(turbo, [...task, ...args])).code;
}
