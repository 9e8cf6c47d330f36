/** Name look-ups beside threads, with a resolver of the test's own in a network of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, pysockProgram, python, run } from './support/command.ts';
import { program } from './support/serving.ts';

const NAMESPACE = ['unshare', '--user', '--map-root-user', '--net', '--mount'] as const;
const [unshare, ...options] = NAMESPACE;
const missing =
  spawnSync(unshare, [...options, 'ip', 'link', 'set', 'lo', 'up']).status === 0
    ? ''
    : ' (skipped: no network of its own can be made here with unshare and ip)';

const interpreters: [string, readonly string[]][] = [['pysock', pysockProgram]];
if (python !== undefined) interpreters.push(['CPython', python.program]);

const ANSWERS = `[(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('127.0.0.7', 80))]
<class 'socket.gaierror'> [Errno -2] Name or service not known
127.0.0.7
the loop went on: True
connected to 127.0.0.7
True
`;

describe.skipIf(missing !== '')(`name look-ups${missing}`, () => {
  it.each(interpreters)('let the threads of %s go on', { timeout: 60_000 }, async (_, interpreter) => {
    using folder = folderOf({ 'resolv.conf': 'nameserver 127.0.0.1\n' });
    const prepare = 'ip link set lo up && mount --bind "$0" /etc/resolv.conf && exec "$@"';
    const command = [...NAMESPACE, 'sh', '-c', prepare, join(folder.path, 'resolv.conf'), ...interpreter];
    const { stdout, stderr } = await run(command, [program('lookups')]);
    expect({ stdout, stderr }).toEqual({ stdout: ANSWERS, stderr: '' });
  });
});
