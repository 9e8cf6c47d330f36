import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, sep } from 'node:path';
import { bin, root } from './paths.mjs';

/** PATH without the folders that npm puts in front of it: the machine's own programs. */
export function machinePath() {
  const own = (process.env.PATH ?? '').split(delimiter);
  return own.filter((folder) => !folder.includes(`${sep}node_modules${sep}`)).join(delimiter);
}

/** The environment of everything that is started here: our Node first, and no tool that calls home. */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${machinePath()}`,
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
}

/**
 * Runs a program to its end and answers { code, output }: its exit status as a shell would see it, and what it wrote
 * when `quiet` is set (otherwise it writes to our own streams). A Ctrl-C at the terminal reaches the whole process
 * group, so it is left to the program; SIGTERM and SIGHUP reach only us and are passed on.
 */
export function run(command, args, { cwd = root, env = toolEnvironment(), quiet = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    const handlers = {
      SIGINT: () => {},
      SIGTERM: () => child.kill('SIGTERM'),
      SIGHUP: () => child.kill('SIGHUP'),
    };
    for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
    const release = () => {
      for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
    };
    child.on('error', (error) => {
      release();
      fail(error);
    });
    child.on('close', (code, signal) => {
      release();
      done({ code: code ?? 128 + constants.signals[signal], output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Like `run`, with one line on stderr that tells what is done and how long it took; what it wrote is shown on failure. */
export async function runWithProgress(title, command, args, options) {
  const start = performance.now();
  process.stderr.write(`${title}… `);
  const result = await run(command, args, { ...options, quiet: true });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(result.code === 0 ? `${seconds} s\n` : `failed after ${seconds} s\n${result.output}\n`);
  return result.code;
}
