import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { whyNoNamespace } from '../../src/stage/namespace.ts';
import { adapterText, FAITHFUL, folderOf, runProgram } from '../support/command.ts';
import { python, pythonMissing } from '../support/python.ts';

const noStage = whyNoNamespace();
const stageMissing = noStage === undefined ? '' : ` (skipped: ${noStage})`;

const rowSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    runtimes: z.array(z.string()),
    observation: z.object({
      stdout: z.string(),
      exit: z.string(),
      exception: z.nullable(z.string()),
      seen: z.array(z.string()),
    }),
    compared: z.boolean(),
    differences: z.array(z.object({ what: z.string() })),
  }),
);

async function play(adapter: string, ...args: string[]) {
  using folder = folderOf({ 'adapter.mjs': adapter });
  return await runProgram('play-document', ['--runtime', `${folder.path}/adapter.mjs`, ...args]);
}

it.skipIf(!python || noStage)(
  `plays every script, pairs in three combinations beside CPython's own${pythonMissing || stageMissing}`,
  async () => {
    const { code, stdout } = await play(FAITHFUL, '--python', python!, '--json');
    const rows = rowSchema.parse(JSON.parse(stdout));
    expect(rows.flatMap(({ id, differences }) => (differences.length > 0 ? [id] : []))).toEqual([]);
    expect(code).toBe(0);
    expect(rows.every(({ compared }) => compared)).toBe(true);
    expect(rows.filter(({ kind }) => kind === 'script').map(({ id }) => id.slice(0, 2))).toEqual([
      '01',
      '02',
      '07',
      '08',
      '09',
      '10',
      '11',
    ]);
    expect(rows.filter(({ id }) => id === '03-tcp-server').map(({ runtimes }) => runtimes)).toEqual([
      ['other', 'other'],
      ['other', 'CPython'],
      ['CPython', 'other'],
    ]);
    const seen = (id: string) => rows.find((row) => row.id.startsWith(id))!.observation.seen;
    expect(seen('02')).toEqual(['example.com:80 received "GET / HTTP/1.0\\r\\n\\r\\n"']);
    expect(seen('07')).toEqual(['python.org:443 was connected to', 'a client connected to the script']);
    expect(seen('09')).toEqual(['python.org:443 was connected to']);
    expect(rows.find(({ id }) => id.startsWith('11'))!.observation.stdout).toBe('Connection timed out\n');
    expect(rows.find(({ id }) => id.startsWith('08') && id.endsWith('values'))!.observation.stdout).toContain(
      "ip = '192.168.1.1'\n",
    );
  },
);

it.skipIf(!python)(`is red when a runtime answers otherwise, and shows where${pythonMissing}`, async () => {
  const breaking = adapterText('case "$1" in 04*) "$0" "$@" | tr a-z A-Z;; *) exec "$0" "$@";; esac');
  const { code, stdout } = await play(breaking, '--python', python!);
  expect(code).toBe(1);
  expect(stdout).toMatch(/SERVER SAYS: MESSAGE RECEIVED +≠ Server says: Message received/);
  expect(stdout).toContain('04-tcp-client (client on other): standard output');
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

it.skipIf(!python || noStage)(`compares with recorded outputs${pythonMissing || stageMissing}`, async () => {
  const { code, stdout } = await play(FAITHFUL, '--recorded');
  expect(stdout).toContain(', 0 different (CPython 3.14');
  expect(code).toBe(0);
});

it.skipIf(!python)(`plays on this machine's own network too, and says so${pythonMissing}`, async () => {
  const { code, stdout } = await play(FAITHFUL, '--python', python!, '--no-stage');
  expect(stdout).toContain("On this machine's own network");
  expect(code).toBe(0);
});

it.skipIf(!python || noStage)(
  `goes on without a stage that cannot be set up${pythonMissing || stageMissing}`,
  async () => {
    using tools = folderOf({});
    for (const name of ['unshare', 'true']) {
      const path = (process.env.PATH ?? '')
        .split(':')
        .map((folder) => join(folder, name))
        .find(existsSync);
      symlinkSync(path!, join(tools.path, name));
    }
    using folder = folderOf({ 'adapter.mjs': FAITHFUL });
    const args = ['--runtime', `${folder.path}/adapter.mjs`, '--python', python!];
    const { code, stdout } = await runProgram('play-document', args, { PATH: tools.path });
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /not in one with peers of ours: (cannot bind a file over|nothing here can switch)/,
    );
    expect(code).toBe(0);
  },
);

it('says what it could not start', async () => {
  const { code, stderr } = await play(
    'export default { name: "none", command: () => ({ exe: "/no/such/runtime", args: [] }) };',
  );
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'play-document: cannot start /no/such/runtime: spawn /no/such/runtime ENOENT\n',
  });
});
