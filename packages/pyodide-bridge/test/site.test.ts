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

it("the user site is pysock's own, for site, sysconfig, -m site and -S", async () => {
  using folder = folderOf();
  const data = join(folder.path, 'data');
  const packages = packagesOf(join(data, 'pysock', 'user'));
  for (const made of [packages, packagesOf(join(folder.path, '.local'))]) mkdirSync(made, { recursive: true });
  writeFileSync(join(packages, 'usercustomize.py'), 'import sys\nsys.seen = True\n');
  const env = { HOME: folder.path, XDG_DATA_HOME: data };
  const code = [
    'import site, sys, sysconfig',
    'print(site.getusersitepackages(), sysconfig.get_path("purelib", "posix_user"))',
    'print([entry for entry in sys.path if entry.endswith("site-packages")], hasattr(sys, "seen"))',
  ].join('\n');
  const of = async (...args: string[]) => (await pysock(args, { env })).stdout.trimEnd().split('\n');
  expect(await of('-c', code)).toEqual([`${packages} ${packages}`, `['${packages}'] True`]);
  expect(await of('-S', '-c', code)).toEqual([`${packages} ${packages}`, '[] False']);
  expect(await of('-m', 'site', '--user-site')).toEqual([packages]);
});

it('a file NAME._pth beside the program is the whole path', async () => {
  using folder = folderOf({ 'python._pth': '# comment\n/lib/python314.zip\nhere # and\n\n' });
  const program = join(folder.path, 'python');
  symlinkSync(command, program);
  const code = 'import sys; print(sys.path, sys.flags.isolated, sys.flags.no_site, sys.flags.ignore_environment)';
  const env = { PYTHONPATH: '/elsewhere' };
  expect((await run([program], ['-c', code], { env })).stdout).toBe(
    `['/lib/python314.zip', '${folder.path}/here'] 1 1 1\n`,
  );
  writeFileSync(join(folder.path, 'python._pth'), '/lib/python314.zip\nhere\nimport site\n');
  expect((await run([program], ['-c', code], { env })).stdout).toMatch(/\/here'.*\] 1 0 1\n$/);
});
