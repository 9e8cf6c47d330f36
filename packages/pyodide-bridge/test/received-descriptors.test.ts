import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderOf, pysock, pysockProgram, python, run } from './support/command.ts';

const program = fileURLToPath(new URL('programs/received_descriptors.py', import.meta.url));

const MESSAGES = 50;
const passing = `
import array, os, socket, sys
near, far = socket.socketpair()
fds = array.array("i", [0])
for _ in range(${MESSAGES}):
    near.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
    _, [(_, _, data)], _, _ = far.recvmsg(1, socket.CMSG_SPACE(4))
    os.close(int.from_bytes(data, sys.byteorder))`;

const hasStrace = spawnSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;

describe('a descriptor that came over a socket', () => {
  it.skipIf(python === undefined)('is what it is for CPython', async () => {
    const reference = await run(python?.program ?? [], [program]);
    expect(reference).toMatchObject({ status: 0, stderr: '' });
    expect(await pysock([program])).toEqual(reference);
  });

  it.skipIf(!hasStrace)('is received and closed with three system calls, as by CPython', async () => {
    using folder = folderOf({ 'passing.py': passing });
    const calls = join(folder.path, 'calls');
    const options = ['-f', '-o', calls, '-e', 'trace=sendmsg,recvmsg,close,statx,fstat,lseek,fcntl,ioctl'];
    expect(await run(['strace', ...options, ...pysockProgram], ['passing.py'], { cwd: folder.path })).toMatchObject({
      status: 0,
    });
    const text = readFileSync(calls, 'utf8');
    const [, thread] = /^(\d+) +sendmsg/m.exec(text) ?? [];
    const names = [...text.matchAll(new RegExp(`^${thread} +(\\w+)\\(`, 'gm'))].map(([, name]) => name as string);
    const between = names.slice(names.indexOf('sendmsg'), names.lastIndexOf('recvmsg') + 2);
    expect(between).toEqual(Array.from({ length: MESSAGES }, () => ['sendmsg', 'recvmsg', 'close']).flat());
  });
});
