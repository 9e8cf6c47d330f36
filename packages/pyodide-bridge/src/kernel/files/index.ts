/**
 * The host's files at the host's paths.
 *
 * Not a file system mounted in Emscripten's: the system calls themselves go to the host, at the border of WebAssembly. Emscripten
 * walks paths and follows links by what it remembers of each folder, its NODEFS removes a file before it renames another over it,
 * keeps times in milliseconds and refuses FIFOs, sockets and devices. The kernel does all of this right.
 */

import type { EmscriptenModule } from '../../capi/index.ts';
import { createErrnoMap } from '../../identity/errno.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { Imports } from '../../wasm/emscripten.ts';
import { createHostMemory } from '../../wasm/host-memory.ts';
import { type DescriptorTable, descriptorTable } from '../descriptors/table.ts';
import { mappingsOf } from '../memory/mappings.ts';
import { createDescriptorCalls } from './descriptor-calls.ts';
import { createPathCalls, type GuestCalls } from './path-calls.ts';
import { installWaitingCalls } from './waiting-calls.ts';
import { createWasiCalls } from './wasi-calls.ts';

export interface HostFiles {
  readonly descriptors: DescriptorTable;
  /** From now on a path is the host's. Until then the guest has only Pyodide's own files. */
  enable(): void;
  readonly isEnabled: boolean;
  /** From now on a call that has to wait lets other threads run. */
  waitWith(scheduler: Scheduler): void;
}

/** Imports that one version of Pyodide has, and another one under another name. */
const VERSIONED: ReadonlySet<string> = new Set(['__syscall_pipe', '__syscall_pipe2']);

type Call = (...args: unknown[]) => number | undefined;

/** Replaces the imports that concern files. What they leave to Pyodide goes to the import that was there. */
export function installHostFiles(imports: Imports, module: EmscriptenModule): HostFiles {
  const errno = createErrnoMap(module);
  const memory = createHostMemory(module);
  const descriptors = descriptorTable(module);
  let enabled = false;
  const context = { module, errno, memory, descriptors, isEnabled: () => enabled };

  function replace(calls: GuestCalls, guard: (call: Call) => Call = (call) => call): void {
    for (const [name, call] of Object.entries(calls)) {
      const original = imports[name] as ((...args: unknown[]) => number) | undefined;
      if (original === undefined && VERSIONED.has(name)) continue;
      if (original === undefined) throw new Error(`this Pyodide does not import ${name}`);
      const mine = guard(call as Call);
      imports[name] = (...args: unknown[]) => mine(...args) ?? original(...args);
    }
  }

  replace(
    createPathCalls(context),
    (call) =>
      (...args) =>
        enabled ? call(...args) : undefined,
  );
  replace(createDescriptorCalls(context));
  replace(createWasiCalls(context));
  replace(mappingsOf(module).calls);
  const waitWith = installWaitingCalls(imports, context);

  return {
    descriptors,
    enable() {
      enabled = true;
    },
    get isEnabled() {
      return enabled;
    },
    waitWith,
  };
}
