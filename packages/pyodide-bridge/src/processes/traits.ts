/** What a process inherits and cannot be given later: what a spare process has to have in common with the one that is to be copied. */
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { sys } from '@pysock/host';

/** Lines of /proc/self/status: user, groups, capabilities, filters of system calls. */
const LINES = /^(?:Uid|Gid|Groups|Cap\w+|NoNewPrivs|Seccomp\w*):.*$/gm;
const FILES = ['cgroup', 'oom_score_adj', 'coredump_filter', 'loginuid', 'timerslack_ns', 'timens_offsets'];

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** Namespaces by their names, those of children among them. */
function namespaces(self: string): Record<string, string> {
  return Object.fromEntries(readdirSync(`${self}/ns`).map((name) => [name, readlinkSync(`${self}/ns/${name}`)]));
}

/** Undefined where children get other namespaces than the process: its first child is to be a program's, and no spare one. */
export function traits(): string | undefined {
  const self = '/proc/thread-self';
  try {
    const spaces = namespaces(self);
    if (spaces.pid_for_children !== spaces.pid || spaces.time_for_children !== spaces.time) return undefined;
    const { dev, ino } = statSync('/');
    return JSON.stringify([
      sys.getsid(0),
      sys.sched_getscheduler(0),
      spaces,
      [dev, ino, readlinkSync(`${self}/root`)],
      textOf(`${self}/status`).match(LINES),
      FILES.map((file) => textOf(`${self}/${file}`)),
    ]);
  } catch {
    return undefined;
  }
}
