/**
 * Shared libraries in the host's files.
 *
 * Emscripten looks for a library, and for those that it needs, in its own file system and then asks `Module.locateFile`, which
 * Pyodide makes throw. Here that is the host's path. What fails is said in the words of glibc's loader, which are CPython's.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { normalize } from 'node:path';
import { type EmscriptenModule, type Imports, type Pointer, rawFunction } from './emscripten.ts';

/** By their names. `exports` is a text while a library is being loaded. */
type Libraries = Record<string, { readonly exports: unknown }>;

interface Loader extends EmscriptenModule {
  locateFile(path: string): string;
  readonly LDSO: { loadedLibsByName: Libraries; readonly loadedLibsByHandle: Record<Pointer, unknown> };
}

/** Where the name of a library lies in Emscripten's `struct dso`. */
const DSO_NAME = 36;
/** Shorter than the head of any library of the host: glibc looks at nothing else of it. */
const ELF_HEADER = 64;
const WASM_MAGIC = '\0asm';

/** What stands for a library's exports until it is there. */
const LOADING = 'loading';

const CANNOT_OPEN = 'cannot open shared object file: No such file or directory';

/** What is wrong with a file that is no library; undefined when it looks like one. */
function faultOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return CANNOT_OPEN;
  if (stat.isDirectory()) return 'cannot read file data: Is a directory';
  const head = Buffer.alloc(WASM_MAGIC.length);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, head);
  } finally {
    closeSync(fd);
  }
  if (head.toString('latin1') === WASM_MAGIC) return undefined;
  return stat.size < ELF_HEADER ? 'file too short' : 'invalid ELF header';
}

/** dlfcn.h: what `dlerror` says of a library that could not be loaded. `said` is Emscripten's text. */
function dlerrorText(path: string, said: string, missing: string | undefined): string {
  if (missing !== undefined && missing !== normalize(path)) return `${missing}: ${CANNOT_OPEN}`;
  const fault = faultOf(path);
  if (fault !== undefined) return `${path}: ${fault}`;
  const symbol = /undefined symbol '([^']+)'|undefined symbol: (\S+)/.exec(said);
  if (symbol !== null) return `${path}: undefined symbol: ${symbol[1] ?? symbol[2]}`;
  if (said.includes('CompileError') || said.includes('RangeError')) return `${path}: file too short`;
  return said;
}

/** What `dlerror` returns next. */
export function setDlerror(module: EmscriptenModule, text: string): void {
  const size = module.lengthBytesUTF8(text) + 1;
  const stack = module.stackSave();
  const pointer = module.stackAlloc(size);
  module.stringToUTF8(text, pointer, size);
  rawFunction(module, '__dl_seterr')(pointer, 0);
  module.stackRestore(stack);
}

/** A library that is loaded is found by its name alone too, as glibc finds it by its soname. */
function bySoname(libraries: Libraries): Libraries {
  return new Proxy(libraries, {
    get(target, name) {
      if (typeof name !== 'string' || name in target || name.includes('/')) return Reflect.get(target, name);
      const path = Object.keys(target).find((loaded) => loaded.endsWith(`/${name}`));
      return path === undefined ? undefined : target[path];
    },
  });
}

/** A library that could not be loaded is looked for again the next time. */
function forget({ LDSO }: Loader, handle: Pointer): void {
  for (const [name, { exports }] of Object.entries(LDSO.loadedLibsByName)) {
    if (exports === LOADING) delete LDSO.loadedLibsByName[name];
  }
  delete LDSO.loadedLibsByHandle[handle];
}

/** Call it before WebAssembly is instantiated. Returns what is to be called when Emscripten has started. */
export function useHostLibraries(module: EmscriptenModule, imports: Imports): () => void {
  const loader = module as Loader;
  let missing: string | undefined;

  const open = imports._dlopen_js as (handle: Pointer) => number;
  imports._dlopen_js = (handle: Pointer): number => {
    missing = undefined;
    const result = open(handle);
    if (result === 0) {
      forget(loader, handle);
      const said = module.UTF8ToString(rawFunction(module, 'dlerror')());
      setDlerror(module, dlerrorText(module.UTF8ToString(handle + DSO_NAME), said, missing));
    }
    return result;
  };

  return () => {
    loader.locateFile = (path) => {
      if (faultOf(path) === CANNOT_OPEN) missing = path;
      return path;
    };
    loader.LDSO.loadedLibsByName = bySoname(loader.LDSO.loadedLibsByName);
  };
}
