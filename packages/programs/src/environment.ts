/** A virtual environment of a runtime's, filled by pip. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Adapter, type Command, type Execution, pysockProgram, runProcess } from '@pysock/runtimes';

/** Seconds. */
const MAKING = 300;
const INSTALLING = 900;

/** The wheel of pip that pysock brings, which CPython's environments are filled by too. */
export function pipWheel(): string {
  const folder = join(dirname(dirname(pysockProgram())), 'wheels');
  const name = existsSync(folder) ? readdirSync(folder).find((file) => /^pip-.*\.whl$/.test(file)) : undefined;
  if (name === undefined) throw new Error(`there is no wheel of pip in ${folder}: run npm run fetch-pip`);
  return join(folder, name);
}

/** Contract: throws an Error with the last lines that a process printed when it has failed. */
export function expectSuccess(what: string, { exitCode, stdout, stderr }: Execution): void {
  if (exitCode === 0) return;
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  throw new Error(`${what} failed:\n${lines.slice(-8).join('\n')}`);
}

export interface Environment {
  /** The environment's own python, with these arguments. */
  command(args: readonly string[]): Command;
  /** The folder with the packages. */
  readonly packages: string;
  /** What pip is told besides. */
  readonly options: readonly string[];
}

/** A virtual environment. */
export async function virtualEnvironment(adapter: Adapter, folder: string): Promise<Environment> {
  const made = await runProcess(adapter.command(['-m', 'venv', '--without-pip', folder]), MAKING);
  expectSuccess(`making ${folder} with ${adapter.name}`, made);
  return {
    command: (args) => ({ exe: join(folder, 'bin', 'python'), args }),
    packages: join(folder, 'lib', 'python3.14', 'site-packages'),
    options: [],
  };
}

/** A folder on PYTHONPATH: for a CPython, which may lie where it cannot make virtual environments. */
export function packageFolder(adapter: Adapter, folder: string): Environment {
  return {
    command: (args) => ({ ...adapter.command(args), env: { PYTHONPATH: folder } }),
    packages: folder,
    options: ['--target', folder],
  };
}

/** Installs by pip. Contract: throws an Error with pip's last lines when that fails. */
export async function install({ command, options }: Environment, args: readonly string[]): Promise<void> {
  const words = [join(pipWheel(), 'pip'), 'install', '--quiet', '--disable-pip-version-check', ...options, ...args];
  expectSuccess(`pip install ${args.join(' ')}`, await runProcess(command(words), INSTALLING));
}

const normalized = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** The version of a package that is installed. */
export function versionOf({ packages }: Environment, name: string): string | undefined {
  for (const entry of readdirSync(packages)) {
    const [, found = '', version] = /^(.+?)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    if (normalized(found) === normalized(name)) return version;
  }
  return undefined;
}
