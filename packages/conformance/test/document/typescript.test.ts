import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../src/package-root.ts';
import { runProgram } from '../support/command.ts';
import { python, pythonMissing } from '../support/python.ts';

/** The document's scripts, written in TypeScript over @pysock/socket-shim. */
const ADAPTER = join(packageRoot(), 'test', 'document', 'typescript-adapter.ts');

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['script', 'as it stands', 'values', 'pair']),
    who: z.string(),
    runtimes: z.array(z.string()),
    compared: z.boolean(),
    differences: z.array(z.object({ what: z.string(), reference: z.string(), subject: z.string() })),
  }),
);

type Rows = z.infer<typeof rowsSchema>;

/**
 * The values that both have, one a line. Descriptors have other numbers in a Node process, constants are numbers in
 * TypeScript and no enumerations, and there is one kind of array where Python has lists and tuples.
 */
function valueLines(text: string, names?: ReadonlySet<string>): string[] {
  const plain = text
    .replace(/\bfd=\d+/g, 'fd=FD')
    .replace(/<\w+\.\w+: (\d+)>/g, '$1')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replace(/,\)/g, ')');
  const lines = plain.split('\n').filter((line) => / = /.test(line));
  return lines.filter((line) => names === undefined || names.has(nameOf(line))).sort();
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(' = '));

describe.skipIf(python === undefined)(`the document in TypeScript${pythonMissing}`, () => {
  let rows: Rows;
  beforeAll(async () => {
    const { stdout, stderr } = await runProgram('play-document', ['--json', '--runtime', ADAPTER]);
    expect(stderr).toBe('');
    rows = rowsSchema.parse(JSON.parse(stdout));
  }, 240_000);

  it('prints what Python prints, and ends as it does', () => {
    const scripts = rows.filter(({ kind }) => kind === 'script');
    expect(scripts.map(({ id }) => id)).toHaveLength(7);
    expect(scripts.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });

  it('talks to Python, as server and as client', () => {
    const pairs = rows.filter(({ kind }) => kind === 'pair');
    const combinations = pairs.map(({ id, runtimes }) => `${id}: ${runtimes.join(', ')}`);
    expect(new Set(combinations)).toEqual(
      new Set(
        ['03-tcp-server', '04-tcp-client', '05-udp-server', '06-udp-client'].flatMap((id) =>
          ['TypeScript, TypeScript', 'TypeScript, CPython', 'CPython, TypeScript'].map((who) => `${id}: ${who}`),
        ),
      ),
    );
    expect(pairs.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });

  it('leaves the same values behind', () => {
    const outputs = rows
      .filter(({ kind }) => kind === 'values')
      .flatMap(({ id, differences }) => differences.map((difference) => ({ id, ...difference })));
    const compared = outputs.flatMap(({ what, reference, subject }) => {
      expect(what).toBe('standard output');
      const own = valueLines(subject);
      expect(own).toEqual(valueLines(reference, new Set(own.map(nameOf))));
      return own;
    });
    expect(compared.map(nameOf)).toEqual(expect.arrayContaining(['tcp_socket', 'addr_info', 'ipv6_packed', 's']));
  });
});
