import { spawnSync } from 'node:child_process';

/** A CPython 3.14 to compare with: `$PYSOCK_PYTHON`, or `python3.14` on the path. Undefined when there is none. */
export function pythonPath(): string | undefined {
  const command = process.env.PYSOCK_PYTHON ?? 'python3.14';
  const probe = spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info[:2] != (3, 14))']);
  return probe.status === 0 ? command : undefined;
}
