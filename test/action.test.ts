/** action.yml: what its step runs is a script of bash, which is run here with an npm and a command of the test's own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '..', 'action.yml'), 'utf8');
const script = text.slice(text.indexOf('run: |') + 'run: |'.length).replace(/^ {8}/gm, '');

/** Stands for the command: it writes its arguments down, and a report where it is told to. */
const COMMAND = `#!/bin/sh
echo "$@" >> "$LOG"
for argument; do case $argument in json:*) echo '{}' > "\${argument#json:}";; esac; done
[ "$1" = report ] && echo '## summary'
[ "$1" = report ] || exit 1
`;
/** Stands for npm: it puts the command where npm would. */
const NPM = `#!/bin/sh
echo "npm $*" >> "$LOG"
mkdir -p "$3/node_modules/.bin" && cp "$COMMAND" "$3/node_modules/.bin/pysock-conformance"
`;

it('installs, runs with the options, keeps the exit status and writes the summary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  try {
    mkdirSync(join(folder, 'bin'));
    for (const [name, code] of Object.entries({ 'bin/npm': NPM, command: COMMAND, 'bin/sudo': '#!/bin/sh\n' })) {
      writeFileSync(join(folder, name), code);
      chmodSync(join(folder, name), 0o755);
    }
    const env = {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      LOG: join(folder, 'log'),
      COMMAND: join(folder, 'command'),
      TMPDIR: folder,
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      ADAPTER: './my python.mjs',
      ARGUMENTS: 'run -k tcp',
      KNOWN: 'known.json',
      REPORT: 'out',
      VERSION: '0.1.0',
    };
    const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const lines = readFileSync(env.LOG, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^npm install --prefix \S+ --no-audit --no-fund @pysock\/conformance@0\.1\.0$/);
    expect(lines.slice(1)).toEqual([
      'run -k tcp --runtime ./my python.mjs --report json:out.json --report html:out.html --report junit:out.xml --known known.json',
      'report out.json --format markdown',
    ]);
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toBe('## summary\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
