// npm run try-newest -- [PACKAGE[@VERSION|@alpha]...]: in a clone, puts the newest version of each package (pyodide, koffi, node) in place of
// the one that versions.json says, one at a time, and runs the tests of unit, a program, and some cases. It says what differs.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { machinePath } from './lib/run.mjs';

const listed = JSON.parse(readFileSync(join(root, 'versions.json'), 'utf8'));
const env = { ...process.env, PATH: machinePath() };

const STEPS = [
  ['build', 'npm', ['run', '--silent', 'build']],
  [
    'a program',
    'node_modules/.bin/node',
    ['packages/pyodide-bridge/dist/cli.js', '-c', 'import socket, ssl; print(socket.socketpair())'],
  ],
  ['unit tests', 'npm', ['run', '--silent', 'test:unit']],
  [
    'cases',
    'node_modules/.bin/node',
    ['packages/conformance/dist/cli.js', 'run', '--recorded', '--short', '--setting', 'alone'],
  ],
];

/** Writes the version into every manifest that has the package. */
function putInPlace(folder, name, version) {
  const manifests = execFileSync('git', ['ls-files', 'package.json', '*/package.json'], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();
  for (const path of manifests.split('\n').map((each) => join(folder, each))) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(new RegExp(`("(?:@koromix/)?${name}(?:-linux-\\w+)?": )"\\d[^"]*"`, 'g'), `$1"${version}"`),
    );
  }
}

function view(what, field) {
  const { stdout } = spawnSync('npm', ['view', what, field, '--json'], { env, encoding: 'utf8' });
  return stdout?.trim() ? JSON.parse(stdout) : undefined;
}

/** `name` is the newest release, `name@alpha` the newest of all versions, `name@1.2.3` that one. */
function versionOf(name, wanted) {
  if (wanted !== 'alpha') return wanted ?? view(name, 'version');
  return view(name, 'versions')?.findLast((version) => version.includes('-'));
}

function tryPackage(wanted) {
  const [name, text] = wanted.split('@');
  const version = versionOf(name, text);
  if (!version) return [`${name}: skipped, no registry of npm is reachable`];
  if (version === listed[name].version) return [`${name} ${version}: it is the one that is used`];
  const folder = mkdtempSync(join(tmpdir(), 'try-newest-'));
  try {
    execFileSync('git', ['clone', '--quiet', '--shared', root, folder]);
    putInPlace(folder, name, version);
    const install = spawnSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, env, encoding: 'utf8' });
    if (install.status !== 0) return [`${name} ${version}: it cannot be installed\n${install.stderr}`];
    return STEPS.map(([what, command, args]) => {
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: folder,
        env,
        encoding: 'utf8',
        timeout: 1_200_000,
      });
      if (status === 0) return `${name} ${version}: ${what} as before`;
      process.exitCode = 1;
      return `${name} ${version}: ${what} differs (status ${status})\n${`${stdout}${stderr}`.trimEnd().split('\n').slice(-30).join('\n')}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const names = process.argv.length > 2 ? process.argv.slice(2) : ['pyodide', 'koffi', 'node'];
for (const name of names) for (const line of tryPackage(name)) console.log(line);
