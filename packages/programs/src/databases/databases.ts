/** Database clients of Python's in a Node server, with the servers that this machine has. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '@pysock/runtimes';
import { install, packageFolder } from '../environment.ts';
import { CLIENTS, type Client, serveBy } from './clients.ts';
import { SERVERS } from './servers.ts';

/** Returns a line that says how it went, and whether it went well: undefined where the server is missing. */
async function serve(client: Client, reference: Adapter, folder: string): Promise<[boolean | undefined, string]> {
  const { from, find, start } = SERVERS[client.server];
  const program = find();
  if (program === undefined) return [undefined, `there is no ${client.server}: apt-get install ${from}`];
  mkdirSync(folder, { recursive: true });
  const packages = packageFolder(reference, join(folder, 'packages'));
  await install(packages, [client.requirement]);
  const data = join(folder, 'server');
  mkdirSync(data);
  const server = await start(program, data);
  try {
    const { wrong, took, late } = await serveBy(client, server.port, packages.packages);
    return [wrong === 0, `${wrong} of 50 wrong, ${took} ms, JavaScript at most ${late} ms late`];
  } finally {
    await server.stop();
  }
}

export async function runDatabases(reference: Adapter, folder: string, names: readonly string[]): Promise<boolean> {
  let isFine = true;
  for (const client of CLIENTS) {
    if (names.length > 0 && !names.includes(client.name)) continue;
    const [isRight, line] = await serve(client, reference, join(folder, client.name));
    console.log(`${isRight === undefined ? 'skipped' : isRight ? 'right  ' : 'wrong  '}  ${client.name}: ${line}`);
    if (isRight === false) isFine = false;
  }
  return isFine;
}
