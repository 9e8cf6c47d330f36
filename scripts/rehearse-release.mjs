// npm run rehearse-release: makes the next release in a clone, up to `npm publish --dry-run` of each package, and checks what comes
// out: version, changelog, provenance of the manifests, links. Nothing of this checkout is changed. What is built here is taken along.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { published } from './lib/packages.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { toolEnvironment } from './lib/run.mjs';

const REPOSITORY = 'https://github.com/somebody/pysock';

await ensureInstalled();
await buildQuietly();
const clone = mkdtempSync(join(tmpdir(), 'rehearse-release-'));
const env = { ...toolEnvironment(), GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'somebody/pysock' };
const run = (command, ...args) => execFileSync(command, args, { cwd: clone, env, encoding: 'utf8' });

try {
  execFileSync('git', ['clone', '--quiet', '--shared', root, clone]);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  for (const folder of published) cpSync(join(root, folder, 'dist'), join(clone, folder, 'dist'), { recursive: true });
  run(nodeBinary, join(root, 'node_modules', '@changesets', 'cli', 'bin.js'), 'version');
  const notes = join(clone, 'notes.md');
  const said = run(nodeBinary, 'scripts/release.mjs', '--dry-run', '--notes', notes).trim().split('\n').at(-1);

  const packed = JSON.parse(
    run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts', ...published.map((each) => `./${each}`)),
  );
  for (const [index, folder] of published.entries()) {
    const read = (name) => readFileSync(join(clone, folder, name), 'utf8');
    const manifest = JSON.parse(read('package.json'));
    assert.equal(`v${manifest.version}`, said);
    assert.deepEqual(manifest.repository, { type: 'git', url: `git+${REPOSITORY}.git`, directory: folder });
    assert.match(read('CHANGELOG.md'), new RegExp(`^## ${manifest.version}$`, 'm'));
    const paths = packed[index].files.map(({ path }) => path);
    for (const name of ['CHANGELOG.md', 'LICENSE', 'README.md'])
      assert.ok(paths.includes(name), `${folder} lacks ${name}`);
    const links = [...read('README.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
    for (const to of links) {
      assert.match(to, /^(https:|#)/);
      const own = to.replace(new RegExp(`^${REPOSITORY}/(blob|raw)/${said}/`), '').replace(/#.*/, '');
      if (to.startsWith(REPOSITORY)) assert.ok(execFileSync('git', ['ls-files', own], { cwd: root }).length > 0, to);
    }
    const { name, size, unpackedSize } = packed[index];
    console.log(`${name}@${manifest.version}: ${paths.length} files, ${size} bytes, unpacked ${unpackedSize}`);
  }
  assert.doesNotMatch(readFileSync(notes, 'utf8'), /Updated dependencies/);
  console.log(`${said}: each package would be published`);
} finally {
  rmSync(clone, { recursive: true, force: true });
}
