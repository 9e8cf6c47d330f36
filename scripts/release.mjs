// node scripts/release.mjs [--dry-run] [--notes FILE]: publishes every package that is not private, in order, with provenance, and
// writes the release's notes. For .github/workflows/release.yml; the address of the repository is GitHub's, of the environment. It
// changes manifests and READMEs in the checkout that it runs in.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { manifestOf, published } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { notesOf, writeOrigin } from './lib/release.mjs';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, notes: { type: 'string' } } });
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY, GITHUB_ACTIONS } = process.env;

function fail(message) {
  console.error(`release: ${message}`);
  process.exit(2);
}

if (!GITHUB_REPOSITORY) fail('GITHUB_REPOSITORY is not set: nothing says where the packages come from');
const pending = readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md');
if (pending.length > 0) fail(`${pending.length} changesets are pending: run \`npm run changeset:version\` and commit`);
const versions = new Set(published.map((folder) => manifestOf(folder).version));
if (versions.size !== 1) fail(`the packages have several versions: ${[...versions].join(', ')}`);
const [version] = versions;
if (version === '0.0.0') fail('the version is 0.0.0: there is nothing to release');

for (const folder of published) writeOrigin(root, folder, `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`);
for (const folder of published) {
  const args = ['publish', '--access', 'public', ...(values['dry-run'] ? ['--dry-run', '--ignore-scripts'] : [])];
  if (GITHUB_ACTIONS) args.push('--provenance');
  console.log(`npm ${args.join(' ')}  # ${folder}`);
  execFileSync('npm', args, { cwd: join(root, folder), stdio: ['ignore', 'inherit', 'inherit'] });
}
const sections = published.map((folder) => {
  const changelog = readFileSync(join(root, folder, 'CHANGELOG.md'), 'utf8');
  return `## ${manifestOf(folder).name}\n\n${notesOf(changelog, version)}\n`;
});
if (values.notes) writeFileSync(values.notes, sections.join('\n'));
console.log(`v${version}`);
