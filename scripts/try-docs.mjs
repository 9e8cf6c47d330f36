// npm run try-docs -- [TEXT]: runs the commands and the code of all documents (of those whose path has the text), in a folder of their
// own, and compares what they print with what stands there; numbers may differ. Comments above a block say how it is run:
//
//     <!-- not run: REASON -->     it is not
//     <!-- file: NAME -->          it is written into a file, for later blocks of the document
//     <!-- background: PORT -->    it is started, and runs until the document's end: it listens on this port
//     <!-- beside: echo 8000 -->   a server that sends back what it gets (or `http`) listens on this port meanwhile
//     <!-- in clone -->            it runs in the clone
//     <!-- status: 1 -->           its commands end with this status
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildQuietly } from './lib/build.mjs';
import { blocksOf, commandsOf, documents } from './lib/doc-blocks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, nodeBinary, root } from './lib/paths.mjs';

const TIME_LIMIT = 240_000;
const EXTENSIONS = { js: 'mjs', ts: 'ts' };

const FILES = join(root, 'test', 'documents');
const SERVERS = {
  echo: () => createServer((socket) => socket.on('error', () => {}).pipe(socket)),
  http: () => createHttpServer((_, response) => response.end('hello')),
};

/** What is the same in two runs: times, ports, versions, addresses and amounts are not, nor whether a call took long, or had to wait. */
const masked = (text) =>
  text
    .replace(/^.* waits\n/gm, '')
    .replace(/ +\(after [^)]*\)/g, '')
    .replace(/0x[0-9a-f]+|\d+([.:]\d+)*/g, 'N')
    .replace(/[ \t]+/g, ' ')
    .replace(/ +$/gm, '')
    .replace(/\bN [mµ]?s\b/g, 'N s')
    .trim();

/** Where blocks run: the repository's packages are installed there, and `pysock` is on PATH. */
function makeFolder() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'try-docs-'));
  cpSync(FILES, folder, { recursive: true });
  const programs = join(folder, '.programs');
  mkdirSync(programs);
  const script = `#!/bin/sh\nexec '${nodeBinary}' '${join(root, 'packages/pyodide-bridge/dist/cli.js')}' "$@"\n`;
  writeFileSync(join(programs, 'pysock'), script);
  chmodSync(join(programs, 'pysock'), 0o755);
  return { folder, path: [programs, bin, process.env.PATH].join(delimiter) };
}

class Place {
  constructor() {
    Object.assign(this, makeFolder());
    this.children = [];
  }

  start(command, cwd) {
    const env = { ...process.env, PATH: this.path, NO_COLOR: '1', PYTHONUNBUFFERED: '1' };
    const child = spawn('sh', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    child.output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (child.output += chunk));
    child.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
    this.children.push(child);
    return child;
  }

  async run(command, cwd) {
    const child = this.start(command, cwd);
    const timer = setTimeout(() => this.kill(child), TIME_LIMIT);
    const status = await child.ended;
    clearTimeout(timer);
    return { status, output: child.output };
  }

  kill(child) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }

  end() {
    for (const child of this.children) this.kill(child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function listening(port, child) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    if (child.exitCode !== null) break;
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.unref();
      setTimeout(() => socket.destroy(), 100);
    });
    if (open) return;
  }
  throw new Error(`nothing listens on port ${port}\n${child.output}`);
}

/** The commands of a block, each { command, output }. */
function toRun(block, place) {
  if (block.language === 'console') return commandsOf(block.code);
  const name = `block-${block.line}.${EXTENSIONS[block.language]}`;
  writeFileSync(join(place.folder, name), `${block.code}\n`);
  return [{ command: `node ${name}`, output: undefined }];
}

async function runCommands(block, place) {
  const cwd = 'in clone' in block.directives ? root : place.folder;
  for (const { command, output } of toRun(block, place)) {
    if (block.directives.background) {
      await listening(Number(block.directives.background), place.start(`exec ${command}`, cwd));
      continue;
    }
    const ended = await place.run(command, cwd);
    if (ended.status !== Number(block.directives.status ?? 0))
      throw new Error(`${command}: status ${ended.status}\n${ended.output}`);
    if (output && masked(output) !== masked(ended.output))
      throw new Error(`${command} printed\n${ended.output}\nand not\n${output}`);
  }
}

async function runBlock(block, place) {
  const { file, beside } = block.directives;
  if (file) return writeFileSync(join(place.folder, file), `${block.code}\n`);
  if (block.language === 'json') return void JSON.parse(block.code);
  if (!beside) return runCommands(block, place);
  const [kind, port] = beside.split(' ');
  const server = SERVERS[kind]().listen(Number(port), '127.0.0.1');
  try {
    await runCommands(block, place);
  } finally {
    server.close();
    server.closeAllConnections?.();
  }
}

await ensureInstalled();
await buildQuietly();
let failed = 0;
for (const document of documents().filter(({ path }) => path.includes(process.argv[2] ?? ''))) {
  const place = new Place();
  try {
    for (const block of blocksOf(document)) {
      const where = `${block.path}:${block.line}`;
      if (block.language === 'text' || block.language === '') continue;
      if ('not run' in block.directives) {
        console.log(`- ${where} is not run: ${block.directives['not run']}`);
        continue;
      }
      try {
        await runBlock(block, place);
        console.log(`✓ ${where}`);
      } catch (error) {
        failed++;
        console.log(`✗ ${where}: ${error.message}`);
      }
    }
  } finally {
    place.end();
  }
}
process.exitCode = failed > 0 ? 1 : 0;
