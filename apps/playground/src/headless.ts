/** A play without a terminal: what its programs print, line by line, each with the name of its program in front, or JSON. */
import { constants } from 'node:os';
import { Performance } from './run/performance.ts';
import type { Runtimes } from './run/runtimes.ts';
import { EditedCopies } from './shelf/editing.ts';
import type { Group, Play } from './shelf/plays.ts';

export function listPlays(groups: readonly Group[], isJson: boolean): string {
  if (isJson) {
    const plays = groups.flatMap(({ title: group, plays }) =>
      plays.map(({ name, title, scripts }) => ({ name, group, title, scripts: scripts.map(({ role }) => role) })),
    );
    return `${JSON.stringify(plays, null, 2)}\n`;
  }
  const width = Math.max(...groups.flatMap(({ plays }) => plays.map(({ name }) => name.length)));
  return groups
    .map(
      ({ title, plays }) =>
        `${title}\n${plays.map((each) => `  ${each.name.padEnd(width)}  ${each.title}\n`).join('')}`,
    )
    .join('\n');
}

/** The whole lines of each stream of each program, as they come. */
class Lines {
  readonly #partial = new Map<string, { text: string; readonly decoder: TextDecoder }>();
  readonly #write: (role: string, line: string) => void;

  constructor(write: (role: string, line: string) => void) {
    this.#write = write;
  }

  add(role: string, stream: string, chunk: Uint8Array): void {
    const key = `${role} ${stream}`;
    const state = this.#partial.get(key) ?? { text: '', decoder: new TextDecoder() };
    const lines = (state.text + state.decoder.decode(chunk, { stream: true })).split('\n');
    state.text = lines.pop()!;
    this.#partial.set(key, state);
    for (const line of lines) this.#write(role, line);
  }

  end(): void {
    for (const [key, { text }] of this.#partial) if (text !== '') this.#write(key.split(' ')[0]!, text);
  }
}

interface Heard {
  stdout: string;
  stderr: string;
}

/** When one program fails the others are ended. Contract: 0, or how the first one failed. */
export async function playHeadless(
  play: Play,
  runtimes: Runtimes,
  isJson: boolean,
  out: NodeJS.WritableStream,
): Promise<number> {
  const width = Math.max(...play.scripts.map(({ role }) => role.length));
  const lines = new Lines((role, line) => out.write(`${role.padEnd(width)} | ${line}\n`));
  const heard = new Map(play.scripts.map(({ role }): [string, Heard] => [role, { stdout: '', stderr: '' }]));
  let result = 0;

  const performance = new Performance(play, {
    runtimes,
    copies: new EditedCopies(),
    cwd: process.cwd(),
    runtimeOf: () => 'pysock',
    changed: () => check(),
    received(role, stream, chunk) {
      if (isJson) heard.get(role)![stream] += chunk.toString();
      else lines.add(role, stream, chunk);
    },
  });

  function check(): void {
    const failed = performance.programs.find(({ ending }) => ending !== undefined && ending.code !== 0);
    if (failed !== undefined && result === 0) stop(failed.ending!.code);
  }
  function stop(code: number): void {
    result = code;
    void performance.close();
  }
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => stop(128 + constants.signals[signal]));
  process.on('SIGINT', () => {
    for (const program of performance.programs) program.interrupt();
  });

  await performance.start();
  for (const program of performance.programs) program.endInput();
  await performance.ended();
  await performance.close();
  if (isJson) out.write(`${JSON.stringify(report(play, performance, heard), null, 2)}\n`);
  else lines.end();
  return result;
}

function report(play: Play, { programs, wire }: Performance, heard: ReadonlyMap<string, Heard>) {
  return {
    play: play.name,
    programs: programs.map(({ role, runtime, ending }) => ({
      role,
      runtime,
      exitCode: ending?.code ?? null,
      signal: ending?.signal ?? null,
      seconds: Number((ending?.seconds ?? 0).toFixed(3)),
      ...heard.get(role),
    })),
    calls: wire.entries.map(({ who, call }) => ({ program: wire.roles[who], ...call })),
  };
}
