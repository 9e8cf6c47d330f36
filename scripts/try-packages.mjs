// npm run try-packages -- [NODE...]: in an empty folder, with one Node and the tarballs of `npm pack`, installs them and runs the commands.
// It fails at a wrong output and at any warning. Without a registry it says so and tries nothing.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { packInto } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { machinePath } from './lib/run.mjs';

/** Each Node, and the npm that came with it or is meant for it. */
const NPM_OF = { '20.6.0': '9.8.1', 22: '10', 24: '11', 26: '11' };

const SCRIPT = 'import socket\na, b = socket.socketpair()\na.send(b"x")\nprint(b.recv(1))\n';

/** Commands, the status that each ends with, and what is in its output. */
const TRIALS = [
  { command: ['pysock', '-c', 'import ssl, socket, asyncio; print(6 * 7)'], status: 0, has: /^42\n$/ },
  { command: ['pysock', '--report'], status: 0, has: /pysock/ },
  { command: ['pysock', '--prepare', 'prepared'], status: 0, has: /^prepared: / },
  { command: ['pysock-conformance', 'run', '--setting', 'alone', 'file.py'], status: 0, has: /1 PASS/, python: true },
  {
    command: ['pysock-conformance', 'run', '--recorded', '--setting', 'alone', '-k', 'tcp/dup'],
    status: 0,
    has: /PASS/,
  },
  { command: ['pysock-playground', '--list'], status: 0, has: /Creating Sockets/ },
  { command: ['pysock-playground', '--play', 'file.py'], status: 0, has: /b'x'/ },
];

/** Installs packages of npm in a folder that is kept, and returns the folder's node_modules; undefined without a registry. */
function fetchTool(name, version) {
  const folder = join(root, 'node_modules', '.cache', 'try-packages', `${name}-${version}`);
  const modules = join(folder, 'node_modules');
  if (existsSync(join(modules, name, 'package.json'))) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', `${name}@${version}`];
  const { status } = spawnSync('npm', args, { cwd: folder, env: { ...process.env, PATH: machinePath() } });
  return status === 0 ? modules : undefined;
}

function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath ?? file.path, file.name)).size, 0);
}

/** Runs `npm` or `npx` of that npm on that Node, which alone is on PATH, beside the system's own programs. */
function runner(node, npm, folder) {
  const programs = join(folder, '.programs');
  mkdirSync(programs);
  cpSync(node, join(programs, 'node'));
  // How this machine reaches a registry; nothing else of the environment is handed on.
  const isNetwork = ([name]) => /^(NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|\w+_proxy)$/i.test(name);
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(isNetwork)),
    HOME: folder,
    PATH: [programs, '/usr/bin', '/bin'].join(delimiter),
    PYSOCK_PYTHON: process.env.PYSOCK_PYTHON,
  };
  return (program, args, cwd) => {
    const cli = join(npm, 'npm', 'bin', `${program}-cli.js`);
    const { status, stdout, stderr } = spawnSync(join(programs, 'node'), [cli, ...args], {
      cwd,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
    });
    return { status, stdout, stderr };
  };
}

const isWarning = (text) => /warn/i.test(text);

/** The README's command, with the Node of this machine. */
function tryInstalling(folder) {
  const project = join(folder, 'hello');
  const env = { ...process.env, PATH: machinePath() };
  const run = (command, args, cwd) => spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  const installed = run('npm', ['run', '--silent', 'pack', '--', join(folder, 'tarballs'), '--install', project], root);
  const { status, stdout } = run('npx', ['--no-install', 'pysock', '-c', 'print(6 * 7)'], project);
  if (status === 0 && stdout === '42\n' && !/warn/i.test(installed.stderr))
    return console.log('npm run pack -- --install: 42');
  console.log(`npm run pack -- --install: ${installed.stdout}${installed.stderr}`);
  process.exitCode = 1;
}

function tryNode(version, tarballs) {
  const [nodes, npm] = [fetchTool(`node-linux-${process.arch}`, version), fetchTool('npm', NPM_OF[version] ?? '11')];
  if (!nodes || !npm) return { skipped: 'no registry of npm is reachable' };
  const folder = mkdtempSync(join(tmpdir(), `try-packages-${version}-`));
  try {
    const run = runner(join(nodes, `node-linux-${process.arch}`, 'bin', 'node'), npm, folder);
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'file.py'), SCRIPT);
    const installed = run('npm', ['install', '--no-fund', '--no-audit', '--fetch-retries=1', ...tarballs], project);
    const faults = [];
    const say = (what, { status, stdout, stderr }) => faults.push(`${what}: status ${status}\n${stdout}${stderr}`);
    if (installed.status !== 0 || isWarning(installed.stderr)) say('npm install', installed);
    if (installed.status !== 0) return { faults, size: 0 };
    for (const { command, status, has, python } of TRIALS) {
      if (python && !process.env.PYSOCK_PYTHON) continue;
      process.stderr.write(`Node ${version}: ${command.join(' ')}\n`);
      const ended = run('npx', ['--no-install', ...command], project);
      if (ended.status !== status || !has.test(ended.stdout) || isWarning(ended.stderr)) say(command.join(' '), ended);
    }
    return { faults, size: sizeOf(join(project, 'node_modules')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await ensureInstalled();
await buildQuietly();
const folder = mkdtempSync(join(tmpdir(), 'packed-'));
try {
  const packed = packInto(folder);
  for (const { name, size, unpackedSize } of packed) console.log(`${name}: ${size} bytes, unpacked ${unpackedSize}`);
  const versions = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(NPM_OF).sort();
  for (const version of versions) {
    const { skipped, faults, size } = tryNode(
      version,
      packed.map(({ path }) => path),
    );
    if (skipped) console.log(`Node ${version}: skipped, ${skipped}`);
    else if (faults.length > 0) console.log(`Node ${version}: ${faults.join('\n')}`);
    else console.log(`Node ${version}: all as it should be; node_modules has ${Math.round(size / 1e6)} MB`);
    if (faults?.length > 0) process.exitCode = 1;
  }
  tryInstalling(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
