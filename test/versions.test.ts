/** versions.json: what pysock is tied to. Each version is the one that is used. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

it('names the versions that are used, with reasons', () => {
  const listed: Record<string, { version: string; why: string }> = JSON.parse(read('versions.json'));
  const bridge = JSON.parse(read('packages/pyodide-bridge/package.json'));
  const used = {
    pyodide: bridge.dependencies.pyodide,
    koffi: bridge.optionalDependencies['@koromix/koffi-linux-x64'],
    node: JSON.parse(read('package.json')).devDependencies.node,
    cpython: JSON.parse(read('packages/conformance/expectations/ratchet.json')).reference,
    pip: /VERSION = '(.*)'/.exec(read('scripts/fetch-pip.mjs'))?.[1],
  };
  expect(Object.fromEntries(Object.entries(listed).map(([name, { version }]) => [name, version]))).toEqual(used);
  for (const { why } of Object.values(listed)) expect(why.length).toBeGreaterThan(40);
});
