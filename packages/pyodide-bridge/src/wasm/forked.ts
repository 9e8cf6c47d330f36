/** What JavaScript keeps beside the guest's memory, and a forked process has to be told. */
import type { EmscriptenModule } from './emscripten.ts';

export type HostOf = (host: number) => number;

export interface Kept {
  /** A value of JSON. */
  save(): unknown;
  /** `hostOf` tells the number that a descriptor of the host's has here. */
  load(saved: never, hostOf: HostOf): void;
  /** The host's descriptors that a saved value names. */
  descriptors?(): readonly number[];
}

type Parts = Map<string, Kept>;

/** By the function table, which an interpreter's module and the views of it share. */
const parts = new WeakMap<WebAssembly.Table, Parts>();

function partsOf({ wasmTable }: EmscriptenModule): Parts {
  let found = parts.get(wasmTable);
  if (found === undefined) {
    found = new Map();
    parts.set(wasmTable, found);
  }
  return found;
}

/** Notes a part, and returns its name, which it has in every process: of several, the number of those before is added. */
export function keepAcrossFork(module: EmscriptenModule, name: string, part: Kept): string {
  const known = partsOf(module);
  let unique = name;
  for (let number = 2; known.has(unique); number++) unique = `${name} ${number}`;
  known.set(unique, part);
  return unique;
}

export function saveKept(module: EmscriptenModule): Record<string, unknown> {
  return Object.fromEntries([...partsOf(module)].map(([name, part]) => [name, part.save()]));
}

export function keptDescriptors(module: EmscriptenModule): number[] {
  return [...partsOf(module).values()].flatMap((part) => part.descriptors?.() ?? []);
}

export function loadKept(module: EmscriptenModule, saved: Readonly<Record<string, unknown>>, hostOf: HostOf): void {
  for (const [name, part] of partsOf(module)) if (name in saved) part.load(saved[name] as never, hostOf);
}

type Resize = (size: number) => unknown;
const resizers = new WeakMap<object, Resize>();

/** Emscripten's function that makes the memory longer. */
export function noteResize(module: EmscriptenModule, resize: Resize): void {
  resizers.set(module, resize);
}

/** Makes the memory at least so long. */
export function growHeap(module: EmscriptenModule, length: number): void {
  if (module.HEAPU8.length < length) resizers.get(module)?.(length);
  if (module.HEAPU8.length < length) throw new Error('there is no memory for a copy of the parent process');
}

interface Libraries {
  readonly LDSO?: { readonly loadedLibsByName: Readonly<Record<string, unknown>> };
}

/** The libraries that were loaded beside the interpreter itself: their code cannot be put at the same places in another process. */
export function loadedLibraries(module: EmscriptenModule): string[] {
  const { LDSO } = module as EmscriptenModule & Libraries;
  return Object.keys(LDSO?.loadedLibsByName ?? {}).filter((name) => name !== '__main__');
}
