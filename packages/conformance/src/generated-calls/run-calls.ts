import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter } from '@pysock/runtimes';
import { runProcess } from '@pysock/runtimes';
import * as z from 'zod';
import { programFor } from './program.ts';

const answerSchema = z.strictObject({ call: z.string(), outcome: z.string(), warnings: z.array(z.string()) });

/** What came of a call. */
export type Answer = z.infer<typeof answerSchema>;

/** The longest that a call can take is a few timeouts of 20 ms. */
const SECONDS_A_CALL = 0.5;
const SECONDS_TO_START = 60;

/** Contract: an answer for each call that was made; when the runtime broke or did not end, the rest have none. */
export async function runCalls(adapter: Adapter, calls: readonly string[]): Promise<Map<string, Answer>> {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-calls-'));
  try {
    const path = join(folder, 'calls.py');
    writeFileSync(path, programFor(calls));
    const limit = SECONDS_TO_START + calls.length * SECONDS_A_CALL;
    // In a folder of its own, which goes: an AF_UNIX socket may be bound to any name.
    const command = { ...adapter.command([path]), cwd: folder };
    const { stdout, stderr, exitCode } = await runProcess(command, limit);
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    const answers = new Map(lines.map((line) => answerSchema.parse(JSON.parse(line))).map((a) => [a.call, a]));
    if (answers.size === 0)
      throw new Error(`${adapter.name} made no call: ${stderr.trim() || `exit code ${exitCode}`}`);
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A call that came to something else. */
export interface CallDifference {
  readonly call: string;
  readonly reference: string;
  readonly subject: string;
}

const UNANSWERED = 'no answer: the runtime ended or hung';

/**
 * Contract: the calls, in their order, whose result, exception or warnings are not the same. A call that one of the two did not
 * answer is among them, also when neither did.
 */
export function compareAnswers(
  calls: readonly string[],
  reference: ReadonlyMap<string, Answer>,
  subject: ReadonlyMap<string, Answer>,
): CallDifference[] {
  const told = (answer: Answer | undefined) =>
    answer === undefined ? UNANSWERED : [answer.outcome, ...answer.warnings].join('\n    ');
  return calls
    .map((call) => ({ call, reference: told(reference.get(call)), subject: told(subject.get(call)) }))
    .filter(({ reference: wanted, subject: found }) => wanted !== found || wanted === UNANSWERED);
}
