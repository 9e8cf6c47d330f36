/** Who runs when: turns, deadlocks, the end of the program. Each program is also CPython's to answer, where there is one. */
import { describe, expect, it } from 'vitest';
import { pysockProgram, python, run } from './support/command.ts';
import { program } from './support/serving.ts';

const interpreters: [string, readonly string[]][] = [['pysock', pysockProgram]];
if (python !== undefined) interpreters.push(['CPython', python.program]);

describe.each(interpreters)('threads of %s', (_, interpreter) => {
  it('take turns when they compute without waiting', async () => {
    const { stdout, stderr } = await run(interpreter, [program('threads_turns')]);
    expect({ stdout, stderr }).toEqual({ stdout: 'all went on True\na tight loop ended\n', stderr: '' });
  });
});
