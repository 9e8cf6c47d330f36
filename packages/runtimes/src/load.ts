import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { type Adapter, CAPABILITIES, diedOfSignal, TRAITS } from './adapter.ts';
import type { Command } from './process/process.ts';
import { installedSocket, javaScriptLoop, nodeSockFS, pyodide } from './pyodide.ts';
import { pysock } from './pysock.ts';

/** Runtimes that come with this package beside pysock, by the names that take a file's place. */
const OTHERS: Readonly<Record<string, () => Adapter>> = {
  'install-socket': installedSocket,
  'javascript-loop': javaScriptLoop,
  pyodide,
  'node-sock-fs': nodeSockFS,
};

const adapterSchema = z.looseObject({
  name: z.string().check(z.minLength(1, 'a name to show')),
  capabilities: z.optional(z.array(z.enum(CAPABILITIES))),
  traits: z.optional(z.array(z.enum(TRAITS))),
  command: z.custom<Adapter['command']>(
    (value) => typeof value === 'function',
    'a function of the arguments of python3',
  ),
  crashed: z.optional(
    z.custom<Adapter['crashed']>((value) => typeof value === 'function', 'a function of an execution'),
  ),
});

const commandSchema = z.strictObject({
  exe: z.string().check(z.minLength(1, 'the path of a program')),
  args: z.array(z.string()),
  env: z.exactOptional(z.record(z.string(), z.string())),
  cwd: z.exactOptional(z.string()),
});

/**
 * The runtime to judge: pysock, another that comes with this package, or what a file of the user's exports by default:
 * `{ name, command(args) { return { exe, args } } }`, and `crashed(execution)` if it can tell.
 * Contract: throws an Error that says what was expected.
 */
export async function loadAdapter(path: string | undefined): Promise<Adapter> {
  if (path === undefined) return pysock();
  if (Object.hasOwn(OTHERS, path)) return OTHERS[path]!();
  const module = await imported(path);
  const parsed = adapterSchema.safeParse(module.default);
  if (!parsed.success) throw new Error(`${path} exports no adapter by default:\n${z.prettifyError(parsed.error)}`);
  const adapter = parsed.data;
  return {
    name: adapter.name,
    capabilities: adapter.capabilities ?? CAPABILITIES,
    traits: adapter.traits ?? [],
    command: (args) =>
      checkCommand(
        named(path, 'command(args)', () => adapter.command(args)),
        path,
      ),
    crashed: (execution) =>
      named(path, 'crashed(execution)', () => adapter.crashed?.(execution)) ?? diedOfSignal(execution),
  };
}

async function imported(path: string): Promise<{ default?: unknown }> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new Error(`${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the user's function returns. What it throws is said to be its own. */
function named<T>(path: string, name: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new Error(`${path}: ${name} throws ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkCommand(command: Command, path: string): Command {
  const parsed = commandSchema.safeParse(command);
  if (parsed.success) return parsed.data;
  throw new Error(`${path}: command(args) wants { exe, args, env?, cwd? }:\n${z.prettifyError(parsed.error)}`);
}
