/** An example without panes: what its programs print, line by line, each with the name of its program in front. */
import { constants } from 'node:os';
import type { Play } from './examples.ts';
import type { Program } from './python/program.ts';
import { type Ending, PythonProcess } from './python/python-process.ts';
import { type Startable, startInOrder } from './python/start-in-order.ts';

class Member implements Startable {
  process: PythonProcess | undefined;
  isDone = false;
  readonly #program: Program;
  readonly #write: (line: string) => void;
  readonly #onEnd: (ending: Ending) => void;

  constructor(program: Program, write: (line: string) => void, onEnd: (ending: Ending) => void) {
    this.#program = program;
    this.#write = write;
    this.#onEnd = onEnd;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  start(): void {
    let partial = '';
    this.process = new PythonProcess(this.#program, false, (text) => {
      const lines = (partial + text).split('\n');
      partial = lines.pop()!;
      for (const line of lines) this.#write(line);
    });
    this.process.endInput();
    this.process.ended.then((ending) => {
      if (partial !== '') this.#write(partial);
      this.isDone = true;
      this.#onEnd(ending);
    });
  }
}

/** When one program fails the others are ended. Contract: 0, or how the first one failed. */
export async function runHeadless(play: Play, out: NodeJS.WritableStream): Promise<number> {
  const names = play.programs.map(({ title }) => title.replace('.py', ''));
  const width = Math.max(...names.map(({ length }) => length));
  const stopping = new AbortController();
  let result = 0;

  function stop(code: number): void {
    if (code === 0 || stopping.signal.aborted) return;
    result = code;
    stopping.abort();
    for (const { process } of members) void process?.end();
  }

  const members = play.programs.map(
    (program, index) =>
      new Member(
        program,
        (line) => out.write(`${names[index]!.padEnd(width)} | ${line}\n`),
        ({ code }) => stop(code),
      ),
  );
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => stop(128 + constants.signals[signal]));
  process.on('SIGINT', () => {
    for (const { process } of members) process?.signal('SIGINT');
  });

  await startInOrder(members, stopping.signal);
  await Promise.all(members.map(({ process }) => process?.ended));
  return result;
}
