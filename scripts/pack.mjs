// npm run pack -- [FOLDER] [--install PROJECT]: packs every package that is published into FOLDER (packed/), as `npm publish` would.
// With --install they are installed in the folder PROJECT, which is made when it is missing.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { packInto } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { machinePath, run } from './lib/run.mjs';

const USAGE = 'usage: npm run pack -- [FOLDER] [--install PROJECT]';

function fail(message) {
  console.error(message);
  process.exit(2);
}

function parse() {
  try {
    const { values, positionals } = parseArgs({ options: { install: { type: 'string' } }, allowPositionals: true });
    if (positionals.length > 1) fail(USAGE);
    return { folder: resolve(positionals[0] ?? join(root, 'packed')), project: values.install };
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`);
  }
}

const MANIFEST = { private: true };

async function install(project, tarballs) {
  mkdirSync(project, { recursive: true });
  const manifest = join(project, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, `${JSON.stringify(MANIFEST, null, 2)}\n`);
  const args = ['install', '--no-audit', '--no-fund', ...tarballs.map((path) => relative(project, path))];
  const env = { ...process.env, PATH: machinePath() };
  const { code } = await run('npm', args, { cwd: project, env });
  if (code !== 0) process.exit(code);
  console.log(`installed in ${project}: npx pysock there runs Python`);
}

const { folder, project } = parse();
await ensureInstalled();
await buildQuietly();
rmSync(folder, { recursive: true, force: true });
const packed = packInto(folder);
for (const { path, size, unpackedSize } of packed) {
  const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
  console.log(`${relative(process.cwd(), path)}  ${kilobytes(size)}, unpacked ${kilobytes(unpackedSize)}`);
}
const given = process.env.INIT_CWD ?? process.cwd();
if (project !== undefined) {
  await install(
    resolve(given, project),
    packed.map(({ path }) => path),
  );
}
