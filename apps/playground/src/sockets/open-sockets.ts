import { readdirSync, readlinkSync } from 'node:fs';
import { readSocketTables, type SocketEntry } from './proc-net.ts';

/** In no table of the kernel's: created, and neither bound nor connected yet. */
const UNBOUND: SocketEntry = { protocol: 'socket', state: 'not bound', local: '', remote: '', isReachable: false };

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function descriptors(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map(Number);
  } catch {
    return [];
  }
}

/** The sockets of a process by inode, in the order of their descriptors; not its standard streams, which are ours. */
function socketInodes(pid: number): string[] {
  const inodes = new Map<number, string>();
  for (const fd of descriptors(pid).sort((one, other) => one - other)) {
    const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1];
    if (inode !== undefined) inodes.set(fd, inode);
  }
  const standard = [0, 1, 2].map((fd) => inodes.get(fd));
  return [...new Set(inodes.values())].filter((inode) => !standard.includes(inode));
}

/**
 * The open sockets of each process. The tables are read only if there are any: the kernel walks through all its
 * connections for them (4 ms on Linux 6.18).
 */
export function openSockets(pids: readonly number[]): SocketEntry[][] {
  const inodes = pids.map(socketInodes);
  const tables = inodes.some(({ length }) => length > 0) ? readSocketTables() : new Map<string, SocketEntry>();
  return inodes.map((own) => own.map((inode) => tables.get(inode) ?? UNBOUND));
}

/** Whether others can connect to a process, or send to it. */
export function isReachable(pid: number): boolean {
  return openSockets([pid])[0]!.some((entry) => entry.isReachable);
}
