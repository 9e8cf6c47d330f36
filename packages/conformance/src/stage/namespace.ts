import { spawn, spawnSync } from 'node:child_process';

/** Set in a program that runs on the stage. */
const INSIDE = 'PYSOCK_CONFORMANCE_STAGE';

/**
 * A user namespace in which we are root, a network without anybody in it, and mounts of our own. `unshare` ignores
 * SIGTERM while it waits; the program inside gets one when it is killed.
 */
const UNSHARE = ['--user', '--map-root-user', '--net', '--mount', '--fork', '--kill-child=SIGTERM'];

export function isOnStage(): boolean {
  return process.env[INSIDE] === '1';
}

/** Contract: undefined when this system lets us have namespaces of our own, else the reason it gives. */
export function whyNoNamespace(): string | undefined {
  const { status, error, stderr } = spawnSync('unshare', [...UNSHARE, 'true'], { encoding: 'utf8' });
  if (error) return 'the program unshare (util-linux) is not here';
  return status === 0 ? undefined : stderr.trim().split('\n')[0] || `unshare ended with exit code ${status}`;
}

/** Starts this very program again on the stage. Contract: answers its exit code; what ends us ends it. */
export function runAgainOnStage(): Promise<number> {
  const args = [...UNSHARE, process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', args, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
