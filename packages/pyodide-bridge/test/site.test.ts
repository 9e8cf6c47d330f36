import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command, folderOf, pysock, run } from './support/command.ts';

const packagesOf = (prefix: string): string => join(prefix, 'lib', 'python3.14', 'site-packages');

it('site runs at each start: prefixes, .pth files, sitecustomize', async () => {
  using folder = folderOf();
  const data = join(folder.path, 'data');
  const packages = packagesOf(join(data, 'pysock'));
  mkdirSync(packages, { recursive: true });
  mkdirSync(join(folder.path, 'extra'));
  writeFileSync(join(packages, 'extra.pth'), `${join(folder.path, 'extra')}\nimport sys; sys.seen = ['pth']\n`);
  writeFileSync(join(packages, 'sitecustomize.py'), "import sys\nsys.seen.append('sitecustomize')\n");
  const code = 'import sys; print(sys.prefix, sys.base_prefix, sys.path[-2:], getattr(sys, "seen", None))';
  const env = { XDG_DATA_HOME: data };
  const prefix = join(data, 'pysock');
  expect(await pysock(['-c', code], { env })).toMatchObject({
    stderr: '',
    stdout: `${prefix} ${prefix} ['${packages}', '${join(folder.path, 'extra')}'] ['pth', 'sitecustomize']\n`,
  });
  expect((await pysock(['-S', '-c', code], { env })).stdout).toMatch(/lib-dynload'\] None\n$/);
});

it('a program beside a pyvenv.cfg has the prefix of its environment', async () => {
  using folder = folderOf();
  const place = join(folder.path, 'env');
  for (const made of [join(place, 'bin'), packagesOf(place)]) mkdirSync(made, { recursive: true });
  writeFileSync(join(place, 'pyvenv.cfg'), 'home = /opt/elsewhere\ninclude-system-site-packages = false\n');
  symlinkSync(command, join(place, 'bin', 'python'));
  const code = 'import sys; print(sys.prefix == sys.base_prefix, sys.prefix, sys._base_executable, sys.path[-1])';
  const { stdout } = await run([join(place, 'bin', 'python')], ['-c', code]);
  expect(stdout).toBe(`False ${place} ${realpathSync(command)} ${packagesOf(place)}\n`);
});
