/** `pysock --report`: what a report of a fault should say of the versions and the machine. */
import { readFileSync, statfsSync } from 'node:fs';
import { arch, cpus, release, totalmem, version } from 'node:os';
import { cLibraryName, openssl } from '@pysock/host';
import type { Inherited } from '../signals/inherited.ts';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { versionLine } from '../start/version.ts';
import { canSwitchStacks } from '../wasm/trampolines.ts';

const MB = 2 ** 20;

/** Of /etc/os-release, as the distribution calls itself. */
function distribution(): string {
  try {
    const [, name = ''] = /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
    return name === '' ? 'unknown' : name;
  } catch {
    return 'unknown';
  }
}

function cLibrary(): string {
  const { glibcVersionRuntime } = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
  return glibcVersionRuntime === undefined ? cLibraryName() : `glibc ${glibcVersionRuntime}`;
}

function cache(): string {
  const folder = cacheFolder(process.env);
  if (folder === null) return 'none: every start is a slow one';
  try {
    const { bavail, bsize } = statfsSync(folder);
    return `${folder} (${Math.floor((bavail * bsize) / MB)} MB free)`;
  } catch {
    return folder;
  }
}

/** The OpenSSL that TLS is made by. */
function tls(): string {
  try {
    return openssl.versionText();
  } catch {
    return `none: ${openssl.UNAVAILABLE}`;
  }
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

/** Lines of `name: value`. */
export function reportText({ openFiles }: Inherited): string {
  const modules = process.versions.modules;
  const rows: readonly [string, string][] = [
    ['versions', `${versionLine.trim()} (ABI ${modules}, V8 ${process.versions.v8})`],
    ['system', `${distribution()}, Linux ${release()} ${arch()}, ${cLibrary()}`],
    ['kernel', version()],
    ['machine', `${cpus().length} processors, ${Math.round(totalmem() / MB)} MB`],
    ['user', `uid ${process.getuid?.()}`],
    ['open files', openFiles === undefined ? 'no limit is known' : `at most ${openFiles}`],
    ['threads (stack switching)', yesNo(canSwitchStacks())],
    ['TLS', tls()],
    ['cache', cache()],
    ['node options', [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim() || 'none'],
  ];
  return rows.map(([name, value]) => `${name}: ${value}\n`).join('');
}
