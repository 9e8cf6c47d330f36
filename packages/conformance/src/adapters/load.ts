import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Adapter, diedOfSignal } from './adapter.ts';
import { pysock } from './pysock.ts';

const adapterSchema = z.looseObject({
  name: z.string().check(z.minLength(1)),
  command: z.custom<Adapter['command']>((value) => typeof value === 'function', 'a function'),
  crashed: z.optional(z.custom<Adapter['crashed']>((value) => typeof value === 'function', 'a function')),
});

/**
 * The runtime to judge: pysock, or what a file of the user's exports by default:
 * `{ name, command(args) { return { exe, args } } }`, and `crashed(execution)` if it can tell.
 * Contract: throws an Error that says what was expected.
 */
export async function loadAdapter(path: string | undefined): Promise<Adapter> {
  if (path === undefined) return pysock();
  const module: { default?: unknown } = await import(pathToFileURL(resolve(path)).href);
  const parsed = adapterSchema.safeParse(module.default);
  if (!parsed.success) throw new Error(`${path} exports no adapter by default:\n${z.prettifyError(parsed.error)}`);
  const { name, command, crashed = diedOfSignal } = parsed.data;
  return { name, command, crashed };
}
