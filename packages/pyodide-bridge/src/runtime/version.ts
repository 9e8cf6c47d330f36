/** What `pysock --version` adds to CPython's own line. */
import { version as pyodideVersion } from 'pyodide';
import manifest from '../../package.json' with { type: 'json' };

export const versionLine = `pysock ${manifest.version}, Pyodide ${pyodideVersion}, Node ${process.versions.node}\n`;

/** Whether a command line asks for the version: `-V` among the options, which end at the first word that is none. */
export function asksForVersion([, ...args]: readonly string[]): boolean {
  const end = args.findIndex((argument) => !argument.startsWith('-') || argument === '-');
  return args
    .slice(0, end < 0 ? args.length : end)
    .some((option) => option === '--version' || /^-[A-Za-z]*V/.test(option));
}
