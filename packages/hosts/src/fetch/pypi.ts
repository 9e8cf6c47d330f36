/** What comes from PyPI, by the pip and the Python of this project. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pysock, pysockProgram } from '@pysock/runtimes';
import { kept, ran } from '../store.ts';

/** The folder of an unpacked wheel for another platform. */
export function fromPyPI(requirement: string, platform: string): Promise<string> {
  return kept(`pypi-${requirement}-${platform}`, async (folder) => {
    const wheels = join(pysockProgram(), '..', '..', 'wheels');
    const pip = readdirSync(wheels).find((name) => /^pip-.*\.whl$/.test(name));
    if (pip === undefined) throw new Error(`there is no wheel of pip in ${wheels}: run npm run fetch-pip`);
    const which = ['--no-deps', '--only-binary', ':all:', '--platform', platform, '--dest', folder];
    const words = [
      join(wheels, pip, 'pip'),
      'download',
      '--quiet',
      '--disable-pip-version-check',
      ...which,
      requirement,
    ];
    await ran(pysock().command(words));
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip download ${requirement} made no wheel`);
    await ran(pysock().command(['-m', 'zipfile', '-e', join(folder, wheel), folder]));
    await ran({ exe: 'rm', args: [join(folder, wheel)] });
  });
}
