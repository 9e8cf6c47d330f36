/** pysock on a host, as an adapter. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Adapter, brokeDown, CAPABILITIES, type Command, pysockProgram } from '@pysock/runtimes';
import { type Host, nodeFolder, type Start } from './hosts.ts';
import { store } from './store.ts';

/** The command line of a JavaScript program on the host. */
export function commandOn(host: Host, start: Start, args: readonly string[]): Command {
  const [exe = '', ...words] = [...(start.enter ?? []), ...start.words, ...args];
  const PATH = `${nodeFolder(host, start)}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`;
  return { exe, args: words, env: { PATH, PYSOCK_CACHE: join(store, `cache-${host.name}`), ...start.env } };
}

export function adapterFor(host: Host, start: Start): Adapter {
  return {
    name: `pysock-${host.name}`,
    capabilities: CAPABILITIES.filter((capability) => !host.lacks.includes(capability)),
    traits: host.traits,
    command: (args) => commandOn(host, start, [pysockProgram(), ...args]),
    crashed: brokeDown,
  };
}

/** Writes a host's adapter as a module, for the command that runs the cases. Returns its path. */
export function adapterFile(host: Host, start: Start): string {
  const { name, capabilities, traits } = adapterFor(host, start);
  const { exe, args, env } = commandOn(host, start, [pysockProgram()]);
  const folder = join(store, 'adapters');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${host.name}.mjs`);
  const lines = [
    `const start = ${JSON.stringify({ exe, args, env })};`,
    'const command = (args) => ({ ...start, args: [...start.args, ...args] });',
    'const TRACE = /^\\s+at .+\\.m?js:\\d+:\\d+/m;',
    'const DEADLY = ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS"];',
    'const crashed = ({ signal, stderr }) => DEADLY.includes(signal) || TRACE.test(stderr);',
    `export default { ...${JSON.stringify({ name, capabilities, traits })}, command, crashed };`,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
