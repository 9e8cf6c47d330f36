import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { parseCommandOptions } from '../../src/cli/options.ts';
import { tableCommand } from '../../src/cli/table.ts';
import { withoutStage } from '../../src/stage/stage.ts';
import { adapterText, FAITHFUL, folderOf } from '../support/command.ts';
import { python, pythonMissing } from '../support/python.ts';

const BEFORE = '# a\n<!-- runtimes -->\n<!-- /runtimes -->\n';

afterEach(() => vi.restoreAllMocks());

/** One case beside its recorded output, on runtimes of these adapters. */
async function table(...adapters: readonly string[]) {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const names = adapters.map((_, index) => `${index}.mjs`);
  const files = Object.fromEntries(adapters.map((text, index) => [names[index]!, text]));
  using folder = folderOf({ 'README.md': BEFORE, ...files });
  const at = (name: string) => `${folder.path}/${name}`;
  const args = ['--recorded', '-k', 'tcp/dup', '--into', at('README.md'), '--report', `json:${at('a.json')}`];
  const options = parseCommandOptions(['table', ...args])!;
  const ended = await tableCommand(options, withoutStage('it is a test'), names.map(at)).catch((error: Error) => error);
  return { ended, text: readFileSync(at('README.md'), 'utf8'), reported: existsSync(at('a-other.json')) };
}

it.skipIf(!python)(`a table has a line for each runtime, and comes with their reports${pythonMissing}`, async () => {
  const { ended, text, reported } = await table(FAITHFUL, adapterText('"$0" "$@" | sed "s/twin/bad/"'));
  expect(ended).toBe(0);
  expect(text).toMatch(/\| other \(Python .*\) \| 1 of 1 \|.*\n\| other \(Python .*\) \| 0 of 1 \|/);
  expect(reported).toBe(true);
});

it.skipIf(!python)(`no table is written when a runtime does nothing but break${pythonMissing}`, async () => {
  const crashes = adapterText('case "$1" in -c) exec "$0" "$@";; esac; kill -SEGV $$');
  const { ended, text } = await table(FAITHFUL, crashes);
  expect(ended).toMatchObject({
    message: expect.stringMatching(/^no table: the cases on other .*: nothing but time-outs \(0\) and crashes \(1\)/),
  });
  expect(text).toBe(BEFORE);
});
