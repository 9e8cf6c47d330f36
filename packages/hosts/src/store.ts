/** The folder in which hosts are kept, so that each is fetched once. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, runProcess } from '@pysock/runtimes';

/** This package. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** The clone. */
export const clone = dirname(dirname(packageFolder.replace(/\/$/, '')));

export const store = process.env.PYSOCK_HOSTS ?? join(clone, 'node_modules', '.cache', 'pysock-hosts');

/** A folder of the store, made when it is not there yet. Contract: what `make` throws is thrown, and no half of it stays. */
export async function kept(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(store, name);
  if (existsSync(folder)) return folder;
  const unfinished = join(store, `${name}.unfinished`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

/** Contract: throws an Error with the last lines that a program printed when it has failed. Returns what it printed. */
export async function ran(command: Command, seconds = 300): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(command, seconds);
  if (exitCode === 0) return stdout;
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  throw new Error(`${command.exe} ${command.args.join(' ')} failed:\n${lines.slice(-8).join('\n')}`);
}
