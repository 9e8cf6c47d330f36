/** System calls of an operation, counted by strace. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemCalls } from '../system-calls.ts';
import type { Session } from './session.ts';

/** Whether strace is here, and may look at other processes. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-c', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;
}

/** The table that `strace -c` writes: % time, seconds, usecs/call, calls, errors (may be blank), name. */
export function parseSummary(text: string): SystemCalls {
  const counts: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const [, calls, name] = /^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?([a-z_]\w*)$/.exec(line) ?? [];
    if (calls !== undefined && name !== undefined && name !== 'total') counts[name] = Number(calls);
  }
  return counts;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}

/** It has attached to all threads when it has said so for the first one and nothing more for a moment. */
function attached(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let quiet: NodeJS.Timeout | undefined;
    child.stderr?.on('data', () => {
      clearTimeout(quiet);
      quiet = setTimeout(resolve, 100);
    });
    child.once('close', () => reject(new Error('strace ended')));
  });
}

async function trace(session: Session, file: string, operations: number): Promise<SystemCalls> {
  const strace = spawn('strace', ['-f', '-c', '-o', file, '-p', String(session.pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = ended(strace);
  await attached(strace);
  await session.round(operations);
  strace.kill('SIGINT');
  await end;
  return parseSummary(readFileSync(file, 'utf8'));
}

/** What an operation takes: the difference between many and few, which leaves out what a round itself takes. */
export async function systemCalls(session: Session, operations: number): Promise<SystemCalls> {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-bench-'));
  try {
    const few = await trace(session, join(folder, 'few'), operations);
    const many = await trace(session, join(folder, 'many'), operations * 3);
    const names = [...new Set([...Object.keys(few), ...Object.keys(many)])];
    const each = names.map((name) => [name, ((many[name] ?? 0) - (few[name] ?? 0)) / (2 * operations)] as const);
    return Object.fromEntries(each.filter(([, count]) => Math.abs(count) >= 0.005).sort((a, b) => b[1] - a[1]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
