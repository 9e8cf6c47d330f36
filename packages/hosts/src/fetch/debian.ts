/** What comes from Debian, by apt with lists of its own: nothing is installed, and this system's lists stay as they are. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept, ran } from '../store.ts';

/** Where this system, a Debian, has its packages from. */
function archive(): string {
  const files = globSync('/etc/apt/{sources.list,sources.list.d/*}').map((path) => readFileSync(path, 'utf8'));
  const found = /^(?:URIs:|deb(?: \[.*?\])?)\s+(\S+\/debian)\/?(?:\s|$)/m.exec(files.join('\n'));
  if (found?.[1] === undefined) throw new Error("this system's sources of apt name no archive of Debian's");
  return found[1];
}

/** What apt is told, to have the lists of one release in a folder. */
async function aptFor(suite: string): Promise<string[]> {
  const folder = await kept(`apt-${suite}`, async (place) => {
    for (const name of ['lists/partial', 'cache/archives/partial', 'sources'])
      mkdirSync(join(place, name), { recursive: true });
    writeFileSync(join(place, 'status'), '');
    const source = [
      'Types: deb',
      `URIs: ${archive()}`,
      `Suites: ${suite}`,
      'Components: main',
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
    ];
    writeFileSync(join(place, 'sources', 'debian.sources'), `${source.join('\n')}\n`);
    await ran({ exe: 'apt-get', args: [...optionsFor(place), 'update'] });
  });
  return optionsFor(folder);
}

function optionsFor(folder: string): string[] {
  const options: Readonly<Record<string, string>> = {
    'Dir::State': folder,
    'Dir::State::status': join(folder, 'status'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(folder, 'sources'),
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': 'false',
    'Debug::NoLocking': '1',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

async function unpack(archives: string, folder: string): Promise<void> {
  const found = globSync(join(archives, '*.deb'));
  if (found.length === 0) throw new Error(`apt-get has put no package into ${archives}`);
  for (const path of found) await ran({ exe: 'dpkg-deb', args: ['--extract', path, folder] });
}

/** A folder with these packages of a release and all that they need, unpacked; none of their scripts is run. */
export function debianRoot(name: string, suite: string, packages: readonly string[]): Promise<string> {
  // Another list of packages makes another folder.
  const digest = createHash('sha256').update(packages.join()).digest('hex').slice(0, 8);
  return kept(`${name}-${digest}`, async (folder) => {
    const archives = `${folder}.archives`;
    mkdirSync(join(archives, 'partial'), { recursive: true });
    const place = ['-o', `Dir::Cache::archives=${archives}`];
    await ran({
      exe: 'apt-get',
      args: [...(await aptFor(suite)), ...place, 'install', '-y', '--download-only', ...packages],
    });
    await unpack(archives, folder);
    await ran({ exe: 'rm', args: ['-r', archives] });
  });
}

/** A folder with one package of a release, unpacked. */
export function debianPackage(suite: string, name: string): Promise<string> {
  return kept(`debian-${name}`, async (folder) => {
    const archives = `${folder}.archives`;
    mkdirSync(archives, { recursive: true });
    await ran({ exe: 'apt-get', args: [...(await aptFor(suite)), 'download', name], cwd: archives });
    await unpack(archives, folder);
    await ran({ exe: 'rm', args: ['-r', archives] });
  });
}
