/** The command `pysock-playground`. Exit codes: 0, what the programs that were played ended with, 2 it could not run. */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPlays, playHeadless } from './headless.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { findRuntimes } from './run/runtimes.ts';
import type { Play } from './shelf/plays.ts';
import { allPlays, openShelf, ownPlay, type Shelf } from './shelf/shelf.ts';

function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb';
}

/** Contract: throws an Error that says what is wrong with the names. */
function named(names: readonly string[], shelf: Shelf): Play | undefined {
  const [first] = names;
  if (first === undefined) return undefined;
  const found = names.length === 1 ? allPlays(shelf.groups).find(({ name }) => name === first) : undefined;
  if (found) return found;
  const missing = names.find((name) => !existsSync(name));
  if (missing !== undefined) throw new Error(`nothing is called ${missing}; --list names what there is`);
  return ownPlay(names, process.cwd());
}

/** Ink takes colours from chalk, which looks when it is loaded, so what it shall see is set for as long. */
async function loadScreen(): Promise<typeof import('./screen.tsx')> {
  const { FORCE_COLOR } = process.env;
  // https://no-color.org: any value but an empty one.
  if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';
  const screen = await import(new URL('./screen.js', import.meta.url).href);
  if (FORCE_COLOR === undefined) delete process.env.FORCE_COLOR;
  else process.env.FORCE_COLOR = FORCE_COLOR;
  return screen;
}

async function openTerminal(shelf: Shelf, play: Play | undefined): Promise<number> {
  const [runtimes, { openScreen }] = await Promise.all([findRuntimes(), loadScreen()]);
  let code = 0;
  const stopped = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        code = 128 + constants.signals[name];
        resolve();
      });
    }
  });
  const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
  const options = { groups: shelf.groups, runtimes, packageRoot, cwd: process.cwd(), env: process.env };
  await openScreen(options, play, stopped);
  return code;
}

async function perform(options: Options): Promise<number> {
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const shelf = openShelf(process.cwd());
  try {
    const play = named(options.names, shelf);
    if (options.list) process.stdout.write(listPlays(shelf.groups, options.json));
    else if (play && (options.play !== undefined || !isTerminal()))
      return await playHeadless(play, await findRuntimes(), options.json, process.stdout);
    else if (isTerminal()) return await openTerminal(shelf, play);
    else process.stdout.write(`The screen needs a terminal. Without one:\n\n${USAGE}\n`);
    return 0;
  } finally {
    shelf.remove();
  }
}

async function main(): Promise<number> {
  try {
    return await perform(parseOptions(process.argv.slice(2)));
  } catch (error) {
    process.stderr.write(`pysock-playground: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

// Who reads may go before the end.
process.stdout.on('error', () => process.exit(2));
process.exit(await main());
