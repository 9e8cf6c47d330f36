/** Starting Pyodide: plainly, or from a memory image; in both cases with our own functions among those that WebAssembly imports. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { urlOfModule } from '@pysock/host';
import type { PyodideAPI, PyodideConfig } from 'pyodide';
import { loadPyodide } from 'pyodide';
import { type DeferredLinking, deferLinking } from '../wasm/deferred-linking.ts';
import { setDlerror, useHostLibraries } from '../wasm/dynamic-libraries.ts';
import type { EmscriptenModule, Imports } from '../wasm/emscripten.ts';
import { hookForeignLibrary } from '../wasm/foreign-library.ts';
import { reserveFunctions } from '../wasm/function-table.ts';
import { giveConstants } from '../wasm/node-constants.ts';
import { loadEmscriptenScript } from './emscripten-script.ts';

/** Pyodide, with what its types leave out. */
export type Pyodide = PyodideAPI & {
  readonly _module: EmscriptenModule;
  makeMemorySnapshot(): Uint8Array;
};

/** A memory image: what Pyodide needs to know of it, and the guest's memory. */
export interface MemoryImage<T> {
  /** Pyodide's own header of a snapshot. */
  readonly header: Uint8Array;
  readonly heapLength: number;
  /** Fills the memory of a module that has just been instantiated. */
  restore(module: EmscriptenModule, replaced: T): void;
}

export interface BootOptions<T> {
  readonly image?: MemoryImage<T>;
  /** Load so that `makeMemorySnapshot` works afterwards. */
  readonly makeSnapshot?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Pyodide's WebAssembly, when it is compiled elsewhere. */
  readonly wasm?: Promise<WebAssembly.Module> | undefined;
  /** Where compiled code is kept, or null: nowhere. */
  readonly cache: string | null;
  /** Called before WebAssembly is instantiated; may replace entries of `imports`. */
  readonly replaceImports: (imports: Imports, module: EmscriptenModule) => T;
}

export interface Booted<T> {
  readonly pyodide: Pyodide;
  /** What `replaceImports` returned. */
  readonly replaced: T;
  /** Keeps the compiled code of Pyodide's script as it is now. */
  keepCode(): void;
}

/** `loadPyodide`'s options that its types leave out. */
interface SnapshotConfig extends PyodideConfig {
  _makeSnapshot?: boolean;
  _sysExecutable?: string;
  _loadSnapshot?: Uint8Array;
}

/** Emscripten's settings, which become its module. */
interface Settings extends EmscriptenModule {
  INITIAL_MEMORY?: number;
  readonly preRun: (() => void)[];
  instantiateWasm(
    imports: WebAssembly.Imports & { env: Imports },
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): unknown;
}

type CreateModule = (settings: Settings) => Promise<EmscriptenModule>;

/** The folder of Pyodide's files. */
export function pyodideFolder(): string {
  const file = 'pyodide/pyodide.asm.mjs';
  // Bundlers that write CommonJS, and Jest, have no `import.meta.resolve`.
  return typeof import.meta.resolve === 'function'
    ? fileURLToPath(new URL('.', import.meta.resolve(file)))
    : `${dirname(createRequire(urlOfModule(import.meta.url)).resolve(file))}/`;
}

const discard = (): void => {};

/**
 * What Pyodide tells an error of JavaScript's by (its jsverror.ts): a value that nothing else has. The library functions of the
 * module proper are replaced by these.
 */
const failure = Symbol('error');
const errorImports: Imports = {
  Jsv_GetError_import: () => failure,
  JsvError_Check: (value: unknown) => value === failure,
};

/** What happens on the way from Emscripten's settings to a module with its memory. */
interface Instantiated<T> {
  readonly replaced: T;
  readonly linking: DeferredLinking;
  findLibraries(): void;
}

/** Has Emscripten instantiate the WebAssembly that `compiled` brings, with imports of ours. Resolves before it runs anything. */
function instantiate<T>(
  settings: Settings,
  module: EmscriptenModule,
  compiled: Promise<WebAssembly.Module>,
  replaceImports: BootOptions<T>['replaceImports'],
): Promise<Instantiated<T>> {
  return new Promise((resolve, reject) => {
    settings.instantiateWasm = (imports, done) => {
      Object.assign(imports.env, errorImports);
      const replaced = replaceImports(imports.env, module);
      const findLibraries = useHostLibraries(module, imports.env);
      const linking = deferLinking(module, imports.env);
      hookForeignLibrary(module, imports.env, (text) => setDlerror(module, text));
      compiled
        .then(async (wasm) => {
          const instance = await WebAssembly.instantiate(wasm, imports);
          resolve({ replaced, linking, findLibraries });
          done(linking.begin(instance), wasm);
        })
        .catch(reject);
      return {};
    };
  });
}

/** Nothing that Pyodide says while it loads reaches the standard streams. */
export async function bootPyodide<T>(options: BootOptions<T>): Promise<Booted<T>> {
  const { image, replaceImports, cache } = options;
  const folder = pyodideFolder();
  // Begun first: V8 compiles in other threads while the script is loaded here.
  const compiled = options.wasm ?? WebAssembly.compile(readFileSync(join(folder, 'pyodide.asm.wasm')));
  const script = loadEmscriptenScript(folder, cache);
  const create = script.create as CreateModule;
  const instances: Instantiated<T>[] = [];

  async function createPyodideModule(settings: Settings): Promise<EmscriptenModule> {
    const module: EmscriptenModule = settings;
    const instantiated = instantiate(settings, module, compiled, replaceImports);
    if (image) settings.INITIAL_MEMORY = image.heapLength;
    settings.preRun.push(() => reserveFunctions(module));
    const [parts] = await Promise.all([instantiated, create(settings)]);
    parts.linking.end();
    instances.push(parts);
    image?.restore(module, parts.replaced);
    return module;
  }

  const config: SnapshotConfig = {
    indexURL: folder,
    // Pyodide's types say less of Emscripten's settings and module than there is.
    createPyodideModule: createPyodideModule as never,
    env: { HOME: '/', ...options.env },
    // The name in CPython's own messages: `pysock: can't open file ...`.
    _sysExecutable: 'pysock',
    stdin: () => null,
    stdout: discard,
    stderr: discard,
  };
  if (options.makeSnapshot) config._makeSnapshot = true;
  if (image) config._loadSnapshot = image.header;
  giveConstants();
  const pyodide = (await loadPyodide(config)) as Pyodide;
  const [instance] = instances as [Instantiated<T>];
  // Not before: Pyodide has put a function there that throws.
  instance.findLibraries();
  return { pyodide, replaced: instance.replaced, keepCode: () => script.keep() };
}
