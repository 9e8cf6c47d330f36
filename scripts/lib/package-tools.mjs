import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { machinePath, run } from './run.mjs';

const folder = join(root, 'tools', 'packages');

/** The program of a tool in tools/packages, which are installed when one is first asked for; undefined without a registry. */
export async function packageTool(name) {
  const program = join(folder, 'node_modules', '.bin', name);
  if (existsSync(program)) return program;
  const env = { ...process.env, PATH: machinePath() };
  const args = ['ci', '--no-audit', '--no-fund', '--fetch-retries=1', '--loglevel=error'];
  const { code } = await run('npm', args, { cwd: folder, env, quiet: true });
  return code === 0 ? program : undefined;
}
