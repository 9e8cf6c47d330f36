import * as z from 'zod';
import { type Command, type Execution, runProcess } from './process/process.ts';

/** What a runtime says of itself. */
export interface RuntimeInfo {
  /** `3.14.2` */
  python: string;
  /** `linux-x86_64`, `emscripten-wasm32` */
  platform: string;
}

const runtimeInfo: z.ZodType<RuntimeInfo> = z.object({ python: z.string(), platform: z.string() });

/** What a runtime may lack, where Python on Linux has it. `libc`: C libraries that ctypes loads. */
export const CAPABILITIES = ['threads', 'tls', 'processes', 'libc'] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** What sets the system or the JavaScript runtime apart on which a runtime runs: known differences are listed for it. */
export const TRAITS = ['debian', 'musl', 'bun', 'deno', 'arm64'] as const;

export type Trait = (typeof TRAITS)[number];

/** A Python runtime, as far as the harness knows it. One file each; an adapter knows no case. */
export interface Adapter {
  /** As shown: `CPython`, `pysock`. */
  readonly name: string;
  readonly capabilities: readonly Capability[];
  readonly traits?: readonly Trait[];
  /** What starts the runtime with these arguments, which are those of `python3`. */
  command(args: readonly string[]): Command;
  /** The runtime itself failed, where a Python exception or an exit code would have been in its place. */
  crashed(execution: Execution): boolean;
}

const PROBE = `
import json, platform, sys
print(json.dumps({
    "python": platform.python_version(),
    "platform": sys.platform + "-" + platform.machine(),
}))
`;

const PROBE_TIME_LIMIT = 60;

/** Contract: throws an Error that says what the runtime printed when it does not answer. */
export async function askRuntime(adapter: Adapter): Promise<RuntimeInfo> {
  const { stdout, stderr, exitCode } = await runProcess(adapter.command(['-c', PROBE]), PROBE_TIME_LIMIT);
  if (exitCode !== 0) throw new Error(`${adapter.name} does not start: ${stderr.trim() || `exit code ${exitCode}`}`);
  try {
    return runtimeInfo.parse(JSON.parse(stdout));
  } catch {
    throw new Error(`${adapter.name} answers no Python: ${stdout.slice(0, 200)}`);
  }
}

/** Signals that a program does not send itself: its runtime broke. */
const FATAL_SIGNALS: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGSYS',
]);

export function diedOfSignal(execution: Execution): boolean {
  return execution.signal !== null && FATAL_SIGNALS.has(execution.signal);
}
