import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reference, subject } from '../src/runtimes.ts';

const program = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');

/** Such that a user's own folder stays as it is: a profile is written where the command was given. */
let cwd: string | undefined;

function bench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

/** A CPython and the built command: without them there is nothing to measure. */
async function canRun(): Promise<boolean> {
  try {
    await reference(undefined);
    subject();
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!(await canRun()))('a run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pysock-test-'));
    cwd = folder;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    cwd = undefined;
  });

  it('measures one scenario on CPython and pysock, and writes all it has found', async () => {
    const [json, svg] = [join(folder, 'run.json'), join(folder, 'run.svg')];
    const options = ['--quick', '--filter', 'echo-unix-64', '--json', json, '--svg', svg];
    const { code, stdout, stderr } = await bench(...options);
    expect(stdout).toMatch(/^echo UNIX 64 B +[\d.]+ [µm]s +[\d.]+ [µm]s +\d+\.\d\d +\d+\.\d\d-\d+\.\d\d/m);
    expect(stderr).toBe('1 of 1, 0 s: echo UNIX 64 B\n');
    expect(code).toBe(0);
    const [{ figures, failures }] = JSON.parse(readFileSync(json, 'utf8')).scenarios;
    expect(failures).toEqual([]);
    for (const { value, processor, systemCalls } of [figures.cpython, figures.pysock]) {
      expect(processor).toBeGreaterThan(0);
      expect(value.median).toBeGreaterThan(processor / 10);
      if (systemCalls)
        expect(systemCalls).toMatchObject({ sendto: expect.closeTo(1, 1), recvfrom: expect.closeTo(1, 1) });
    }
    expect(readFileSync(svg, 'utf8')).toContain('echo UNIX 64 B');
  });

  it('leaves a profile, and names the busiest functions', async () => {
    const name = 'echo-unix-64';
    const functions = [/ recv in C$/m, / send in C$/m, / _PyEval_EvalFrameDefault wasm$/m];
    const { code, stdout, stderr } = await bench('--profile', name);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    for (const line of functions) expect(stdout).toMatch(line);
    expect(stdout).toMatch(new RegExp(`^${name}\\.cpuprofile$`, 'm'));
    const { nodes, startTime, endTime, samples, timeDeltas } = JSON.parse(
      readFileSync(join(folder, `${name}.cpuprofile`), 'utf8'),
    );
    // The round of three seconds, without the start before it.
    expect((endTime - startTime) / 1e6).toBeGreaterThan(1);
    const sampled = timeDeltas.reduce((sum: number, delta: number) => sum + delta, 0);
    expect(sampled).toBeLessThanOrEqual(endTime - startTime + 1);
    expect(samples).toHaveLength(timeDeltas.length);
    const ids = new Set(nodes.map(({ id }: { id: number }) => id));
    expect(samples.every((id: number) => ids.has(id))).toBe(true);
  });
});

describe('what cannot be run', () => {
  it.each([
    [['--rounds', 'many'], /^bench: --rounds wants a number$/m],
    [['--filter', 'nothing'], /^bench: no scenario is named nothing: echo-tcp-1/m],
    [['--profile', 'start'], /^bench: no scenario that can be profiled is named start$/m],
    [['--python', '/nowhere/python'], /^bench: \/nowhere\/python is no CPython that runs/m],
  ])('%j', async (args, message) => {
    const { code, stderr } = await bench(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
