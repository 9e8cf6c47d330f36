import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { commandOf, markedProcesses } from './playground.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** Python's first start makes its memory snapshot, which takes a while on a busy machine. */
const PATIENCE = 60_000;

/** A program in a terminal of its own. */
export class Terminal implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pysock-playground-'));
  readonly #mark = `PYSOCK_PLAYGROUND_TEST=${randomUUID()}`;

  constructor(command: readonly string[], columns: number, rows: number, cwd = process.cwd()) {
    const size = ['-x', String(columns), '-y', String(rows)];
    const keepOpen = ['set-option', '-g', 'remain-on-exit', 'on', ';'];
    this.#tmux(
      'start-server',
      ';',
      ...keepOpen,
      'new-session',
      '-d',
      '-c',
      cwd,
      ...size,
      '-e',
      this.#mark,
      '--',
      ...command,
    );
  }

  /** A key by tmux's name for it, or what is typed. */
  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  type(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.press('Enter');
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  text(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** Whether anything on the screen has a colour or another attribute. */
  hasColour(): boolean {
    return this.#tmux('capture-pane', '-p', '-e').includes('\u001b[');
  }

  hasAlternateScreen(): boolean {
    return this.#tmux('display-message', '-p', '#{alternate_on}').trim() === '1';
  }

  /** The process with the screen, among those that the shell has started. */
  playgroundPid(): number {
    const found = this.processes().filter((pid) => /^node\S*\0\S*playground\/dist\/cli/.test(commandOf(pid)));
    return Number(found[0]);
  }

  /** The processes that the command has started and that are still there. */
  processes(): string[] {
    const own = this.#tmux('display-message', '-p', '#{pane_pid}').trim();
    return markedProcesses(this.#mark).filter((pid) => pid !== own);
  }

  /** Contract: the screen as it was when `check` did not throw. */
  async until(check: (text: string) => void): Promise<string> {
    return vi.waitFor(
      () => {
        const text = this.text();
        check(text);
        return text;
      },
      { timeout: PATIENCE, interval: 100 },
    );
  }

  [Symbol.dispose](): void {
    spawnSync('tmux', [...this.#server, 'kill-server']);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #server(): string[] {
    return ['-S', join(this.#folder, 'socket'), '-f', '/dev/null'];
  }

  #tmux(...args: string[]): string {
    // In continuous integration there is no colour, not even in a terminal.
    const isUnwanted = (name: string) => /^(TMUX|CI|CI_.*|CONTINUOUS_INTEGRATION)$/.test(name);
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isUnwanted(name)));
    return execFileSync('tmux', [...this.#server, ...args], { encoding: 'utf8', env });
  }
}
