/** `npm run bench -- --memory`: whether a server's memory is flat however many connections it has had. */
import { fileURLToPath } from 'node:url';
import { Child } from '../measure/child.ts';
import { residentMemory } from '../measure/proc.ts';
import { reference, subject } from '../runtimes.ts';
import type { Options } from './options.ts';

const KINDS = ['threads', 'asyncio', 'tls'] as const;
type Kind = (typeof KINDS)[number];

const PARTS = 10;
/** The part after which everything is warm. */
const WARM = 2;
/** How much more the memory may be at the end. */
const MOST_GROWTH = 1.02;
const MB = 2 ** 20;
/** Of a part, in seconds. */
const PATIENCE = 600;

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const certificate = file('../pyodide-bridge/test/programs/tls/server.pem');

/** What the memory is after each part. */
async function measure(kind: Kind, total: number, options: Options): Promise<number[]> {
  const runtime = subject();
  const visitor = await reference(options.python);
  using server = new Child(runtime.command([file('scenarios/visited.py'), kind, certificate]), runtime.name);
  const port = await server.line(PATIENCE);
  using visitors = new Child(visitor.command([file('peers/visitors.py'), port, kind]), 'visitors.py');
  const sizes: number[] = [];
  for (let part = 0; part < PARTS; part++) {
    visitors.write(String(Math.round((total * (part + 1)) / PARTS) - Math.round((total * part) / PARTS)));
    await visitors.line(PATIENCE);
    sizes.push(residentMemory(server.pid));
  }
  return sizes;
}

/** Contract: 0 when each is flat, 1 when one grows. */
export async function memory(options: Options): Promise<number> {
  const kinds = KINDS.filter((kind) => options.filter.length === 0 || options.filter.includes(kind));
  let isFlat = true;
  for (const kind of kinds) {
    const sizes = await measure(kind, options.memory as number, options);
    const growth = (sizes[PARTS - 1] as number) / (sizes[WARM - 1] as number);
    if (growth > MOST_GROWTH) isFlat = false;
    const shown = sizes.map((size) => (size / MB).toFixed(0)).join(' ');
    console.log(
      `${kind.padEnd(8)} ${shown} MB after each tenth; ${((growth - 1) * 100).toFixed(1)} % after the second`,
    );
  }
  return isFlat ? 0 : 1;
}
