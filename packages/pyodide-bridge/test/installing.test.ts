/** A virtual environment, and its pip with an index of the test's own. */
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { project } from './support/build-backend.ts';
import { folderOf, pysock, type Run, run } from './support/command.ts';
import { four, two } from './support/wasm-libraries.ts';
import { authority, halfOf, type Index, serveIndex, sourceDistribution, type Wheel, wheel } from './support/wheels.ts';

const TAG = 'cp314-cp314-pyemscripten_2026_0_wasm32';
const COMPILED = { 'four.cpython-314-wasm32-emscripten.so': four, 'deps/libtwo.so': two };
const APP = `
import base, extra, four
def main():
    print(base.value, extra.value, four.four)
`;
const METADATA = [
  'Requires-Dist: base',
  'Provides-Extra: more',
  "Requires-Dist: extra; extra == 'more'",
  "Requires-Dist: four; sys_platform == 'linux' and platform_system == 'Linux'",
  "Requires-Dist: missing; sys_platform == 'emscripten'",
];
const needing = (name: string, other: string): Wheel =>
  wheel(name, { [`${name}.py`]: '' }, { metadata: ['Requires-Dist: base', `Requires-Dist: ${other}`] });
const WHEELS = [
  wheel('base', { 'base.py': 'value = 1\n' }),
  wheel('extra', { 'extra.py': 'value = 2\n' }),
  wheel('four', COMPILED, { tag: TAG }),
  wheel('app', { 'app.py': APP }, { metadata: METADATA, scripts: ['run-app = app:main'] }),
  { ...wheel('changed', { 'changed.py': '' }), sha256: '0'.repeat(64) },
  halfOf(wheel('broken', { 'broken.py': 'x'.repeat(200) })),
  needing('takeschanged', 'changed'),
  needing('takesbroken', 'broken'),
  sourceDistribution('fromsource', project('fromsource', 'value = 5\n')),
  sourceDistribution('needscompiler', project('needscompiler', '', true)),
];

const folder = folderOf({
  ...Object.fromEntries(
    Object.entries(project('edited', 'value = 6\n')).map(([path, text]) => [`edited/${path}`, text]),
  ),
});
const place = (...names: string[]): string => join(folder.path, ...names);
const env = { HOME: place('home'), PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_CERT: authority, PIP_RETRIES: '0' };
let index: Index;
let made: Run;

/** Where the system's own files lie that an installer might write to. */
const SYSTEM = [
  '/etc',
  '/opt',
  '/srv',
  '/usr/local',
  '/usr/lib/python3',
  '/usr/lib/python3.14',
  '/lib/python3.14',
  '/usr/bin',
];

function* filesBelow(path: string): Generator<string> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  yield `${path} ${stat.size} ${stat.mtimeMs}`;
  if (!stat.isDirectory()) return;
  for (const name of readdirSync(path)) yield* filesBelow(join(path, name));
}

const systemFiles = (): string => SYSTEM.flatMap((path) => [...filesBelow(path)]).join('\n');

const pip = (...args: string[]): Promise<Run> =>
  run([place('venv', 'bin', 'python')], ['-m', 'pip', 'install', '--no-cache-dir', '--index-url', index.url, ...args], {
    env,
  });

const installed = (target: string): string[] => {
  try {
    return readdirSync(place(target)).sort();
  } catch {
    return [];
  }
};

beforeAll(async () => {
  mkdirSync(place('home'));
  index = await serveIndex(WHEELS);
  made = await pysock(['-m', 'venv', place('venv')], { env });
}, 240_000);

afterAll(async () => {
  await index[Symbol.asyncDispose]();
  rmSync(folder.path, { recursive: true });
});

it('pip installs dependencies, extras, scripts and compiled modules, and leaves the system alone', async () => {
  const before = systemFiles();
  expect(made).toMatchObject({ stdout: '', stderr: '', status: 0 });
  const { stdout, stderr, status } = await pip('app[more]');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toMatch(/Successfully installed app-1\.0 base-1\.0 extra-1\.0 four-1\.0\n/);
  expect(await run([place('venv', 'bin', 'run-app')], [], { env })).toMatchObject({ stdout: '1 2 4\n', stderr: '' });
  // Outside of an environment it is a folder of pysock's own.
  const PYTHONPATH = place('venv', 'lib', 'python3.14', 'site-packages');
  const args = ['-m', 'pip', 'install', '--ignore-installed', '--index-url', index.url, 'base'];
  expect(await pysock(args, { env: { ...env, PYTHONPATH } })).toMatchObject({ status: 0 });
  expect(installed('home/.local/share/pysock/lib/python3.14/site-packages')).toContain('base.py');
  expect(systemFiles()).toBe(before);
}, 240_000);

it('pip builds from source in a process, links what is edited, and says what needs a compiler', async () => {
  expect(await pip('fromsource', '-e', place('edited'))).toMatchObject({ stderr: '', status: 0 });
  writeFileSync(place('edited', 'edited.py'), 'value = 7\n');
  const code = 'import edited, fromsource; print(fromsource.value, fromsource.built, edited.value)';
  expect((await run([place('venv', 'bin', 'python')], ['-c', code])).stdout).toBe('5 True 7\n');
  const { stderr, status } = await pip('--target', place('target-source'), 'needscompiler');
  expect(stderr).toMatch(/FileNotFoundError: .*'no-compiler-for-wasm32-emscripten'/);
  expect(stderr).toMatch(
    /\nhint: See above for details\.\n +pysock has no compiler: packages with C code need a wheel for wasm32, .*\n$/,
  );
  expect({ status, left: installed('target-source') }).toEqual({ status: 1, left: [] });
}, 240_000);

it.each([
  ['takeschanged', /THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE/],
  ['takesbroken', /ERROR: .*(Wheel|zip).*/],
])(
  'pip says why it cannot install %s, and nothing is half there',
  async (name, error) => {
    const target = `target-${name}`;
    const { stderr, status } = await pip('--target', place(target), name);
    expect(stderr).toMatch(error);
    expect({ status, left: installed(target) }).toEqual({ status: 1, left: [] });
  },
  120_000,
);

it('pip says that an index refuses, and that a folder cannot be written', async () => {
  const [refused, readOnly] = await Promise.all([
    pip('--index-url', 'https://localhost:1/simple/', '--retries', '1', '--target', place('target'), 'base'),
    pip('--ignore-installed', '--prefix', '/proc/self/nothing', 'base'),
  ]);
  expect(refused.stderr).toMatch(/Connection refused|\[Errno 111\]/);
  expect({ status: refused.status, left: installed('target') }).toEqual({ status: 1, left: [] });
  expect(readOnly.stderr).toMatch(
    /ERROR: Could not install packages due to an OSError: \[Errno \d+\] .*'\/proc\/self\/nothing/,
  );
  expect(readOnly.status).toBe(1);
}, 240_000);
