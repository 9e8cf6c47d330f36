// npm run pictures: writes docs/trace.svg and docs/playground.svg, from real runs. The playground is drawn from a terminal of tmux.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, nodeBinary, root } from './lib/paths.mjs';
import { terminalPicture } from './lib/terminal-picture.mjs';

const FILES = join(root, 'test', 'documents');
const pysock = join(root, 'packages', 'pyodide-bridge', 'dist', 'cli.js');
const [GREEN, OFF] = ['\x1b[32m', '\x1b[0m'];

/** The program's own lines in green, between those of the trace. */
const coloured = (line) =>
  /^\d\d:\d\d:\d\d\.\d+ /.test(line) ? line.replace(/\.\d+ \d+/, '') : `${GREEN}${line}${OFF}`;

async function trace() {
  const started = (script) => {
    const child = spawn(nodeBinary, [pysock, '--trace', join(FILES, script)], {
      env: { ...process.env, PYTHONUNBUFFERED: '1' },
    });
    child.text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (child.text += chunk));
    return child;
  };
  const server = started('server.py');
  try {
    while (!server.text.includes('Server listening')) await sleep(20);
    const client = started('client.py');
    await new Promise((resolve) => client.on('close', resolve));
    while (!/ close +fd 4/.test(server.text)) await sleep(20);
    const half = (name, text) => [`\x1b[1m$ pysock --trace ${name}${OFF}`, ...text.trimEnd().split('\n').map(coloured)];
    const screen = [...half('server.py', server.text), '', ...half('client.py', client.text)].join('\n');
    writeFileSync(
      join(root, 'docs', 'trace.svg'),
      terminalPicture(screen, 'Each system call of a server and a client'),
    );
  } finally {
    server.kill('SIGKILL');
  }
}

async function playground() {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const tmux = (...args) =>
    execFileSync('tmux', ['-S', join(folder, 'socket'), ...args], { encoding: 'utf8', cwd: FILES });
  const program = join(root, 'apps', 'playground', 'bin', 'pysock-playground.js');
  try {
    const command = `env PATH='${bin}':"$PATH" COLORTERM=truecolor '${nodeBinary}' '${program}' tcp`;
    tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '26', command);
    let screen = '';
    for (let tries = 0; tries < 600 && (screen.match(/exit code 0/g) ?? []).length < 2; tries++) {
      await sleep(100);
      screen = tmux('capture-pane', '-e', '-p');
    }
    await sleep(500);
    screen = tmux('capture-pane', '-e', '-p');
    writeFileSync(
      join(root, 'docs', 'playground.svg'),
      terminalPicture(screen, 'The playground: a server, its client, and the wire'),
    );
  } finally {
    tmux('kill-server');
    rmSync(folder, { recursive: true, force: true });
  }
}

await ensureInstalled();
await buildQuietly();
await trace();
await playground();
