// npm run fetch-pip: puts the wheel of pip that ensurepip installs into packages/pyodide-bridge/wheels, with a pip of this machine. It
// is part of the npm package, and in a clone fetched when it is first needed. Version and checksum are pinned here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const VERSION = '26.3';
const SHA256 = 'f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13';
const NAME = `pip-${VERSION}-py3-none-any.whl`;

const folder = resolve(import.meta.dirname, '..', 'packages', 'pyodide-bridge', 'wheels');
const wheel = join(folder, NAME);

/** What downloads: the first of these that is here and succeeds. */
const DOWNLOADERS = [['python3', '-m', 'pip'], ['pip3'], ['pip']];

function isRight(path) {
  return existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === SHA256;
}

function fetchWheel() {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, 'fetching-'));
  try {
    const args = ['download', '--quiet', '--no-deps', '--dest', temporary, `pip==${VERSION}`];
    for (const [command, ...first] of DOWNLOADERS) {
      const { status } = spawnSync(command, [...first, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
      if (status !== 0) continue;
      const found = join(temporary, NAME);
      if (!isRight(found)) throw new Error(`${NAME} is not the one that is pinned: its checksum differs`);
      renameSync(found, wheel);
      return;
    }
    throw new Error(`${NAME} could not be fetched: put it into ${folder}, or install a pip that can`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

if (!isRight(wheel)) fetchWheel();
