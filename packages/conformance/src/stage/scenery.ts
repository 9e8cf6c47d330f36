import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostsFile } from './names.ts';

/** What switches an interface on, in the order tried; which of them a system has varies. */
const LOOPBACK_UP: readonly (readonly [string, readonly string[]])[] = [
  ['ip', ['link', 'set', 'lo', 'up']],
  ['/sbin/ip', ['link', 'set', 'lo', 'up']],
  ['ifconfig', ['lo', '127.0.0.1', 'up']],
  ['/sbin/ifconfig', ['lo', '127.0.0.1', 'up']],
  ['busybox', ['ip', 'link', 'set', 'lo', 'up']],
  ['python3', ['-c', interfaceFlagsProgram()]],
];

/** SIOCSIFFLAGS (0x8914) with IFF_UP | IFF_RUNNING in a struct ifreq. */
function interfaceFlagsProgram(): string {
  return [
    'import fcntl, socket, struct',
    's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    'fcntl.ioctl(s, 0x8914, struct.pack("16sH22x", b"lo", 0x41))',
  ].join('\n');
}

/** Contract: in a network namespace of our own, afterwards 127.0.0.0/8 can be used; throws an Error when nothing can do it. */
export function raiseLoopback(): void {
  for (const [program, args] of LOOPBACK_UP) {
    spawnSync(program, args, { stdio: 'ignore' });
    if (networkInterfaces().lo?.some(({ address }) => address === '127.0.0.1')) return;
  }
  throw new Error('nothing here can switch the loopback interface on (ip, ifconfig, busybox and python3 were tried)');
}

/**
 * Binds files of our own over the system's resolver files, for this mount namespace only: the names of the stage, and no
 * name server, so that any other name fails at once and in the same way everywhere.
 */
export function bindResolverFiles(): void {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-stage-'));
  const files: Record<string, string> = {
    '/etc/hosts': hostsFile(hostname()),
    '/etc/nsswitch.conf': 'hosts: files\nnetworks: files\nprotocols: files\nservices: files\n',
    '/etc/resolv.conf': 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n',
  };
  try {
    for (const [target, text] of Object.entries(files).filter(([path]) => existsSync(path))) {
      const source = join(folder, target.replaceAll('/', '-'));
      writeFileSync(source, text);
      const { status, stderr, error } = spawnSync('mount', ['--bind', source, target], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`cannot bind a file over ${target}: ${error?.message ?? stderr.trim()}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
