import { spawn, spawnSync } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Set in a program that runs on the stage. */
const INSIDE = 'PYSOCK_CONFORMANCE_STAGE';

/**
 * A user namespace in which we are root, a network without anybody in it, a host name and mounts of our own. `unshare` ignores
 * SIGTERM while it waits; the program inside gets one when it is killed.
 */
const UNSHARE = ['--user', '--map-root-user', '--net', '--uts', '--mount', '--fork', '--kill-child=SIGTERM'];

/** The descriptor on which the program inside tells why there is no stage after all. */
const COMPLAINTS = 3;

/** Contract: true in a program that `runAgainOnStage` has started; the programs that it starts in turn learn nothing of it. */
export function isOnStage(): boolean {
  onStage ??= process.env[INSIDE] === '1';
  delete process.env[INSIDE];
  return onStage;
}

let onStage: boolean | undefined;

/** Contract: undefined when this system lets us have namespaces of our own, else the reason it gives. */
export function whyNoNamespace(): string | undefined {
  const { status, error, stderr } = spawnSync('unshare', [...UNSHARE, 'true'], { encoding: 'utf8' });
  if (error) return 'the program unshare (util-linux) is not here';
  return status === 0 ? undefined : stderr.trim().split('\n')[0] || `unshare ended with exit code ${status}`;
}

/** Ends the wait for complaints, with one or without. */
export function reportStage(missing: string | undefined): void {
  if (missing !== undefined) writeSync(COMPLAINTS, missing);
  closeSync(COMPLAINTS);
}

/**
 * Starts this very program again on the stage; what ends us ends it.
 * Contract: its exit code, or why there is no stage, in which case it has done nothing.
 */
export async function runAgainOnStage(): Promise<number | string> {
  const args = [...UNSHARE, process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [INSIDE]: '1' },
  });
  const ignore = () => undefined;
  const end = () => child.kill('SIGKILL');
  process.on('SIGINT', ignore).on('SIGTERM', end);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  const [code, complaint] = await Promise.all([ended, text(child.stdio[COMPLAINTS] as Readable)]);
  process.off('SIGINT', ignore).off('SIGTERM', end);
  return complaint === '' ? code : complaint;
}
