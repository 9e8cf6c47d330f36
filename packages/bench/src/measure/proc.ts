/** What the kernel says of a process under /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const NS_PER_SECOND = 1e9;

/** Seconds of processor time of all its threads that live. */
export function processorTime(pid: number): number {
  let total = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      total += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // It ended meanwhile.
    }
  }
  return total / NS_PER_SECOND;
}

/** Bytes of its memory that are in the machine's. */
export function residentMemory(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error(`process ${pid} has ended`);
  return Number(kilobytes) * 1024;
}
