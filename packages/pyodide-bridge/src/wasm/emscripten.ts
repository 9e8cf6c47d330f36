/** What the bridge uses of Pyodide's Emscripten module: memory, stack, function table, file system and raw exports. */

/** A `PyObject *` (or any other guest address). 0 is NULL. */
export type PyObject = number;
export type Pointer = number;

export interface FSNode {
  mode: number;
  node_ops: Record<string, unknown>;
  stream_ops?: StreamOps;
  [key: string]: unknown;
}

export interface FSStream {
  fd: number | null;
  node: FSNode;
  flags: number;
  stream_ops: StreamOps;
  /** The host's descriptor, of ours and of a file of a mounted folder. */
  nfd?: number;
  /** Ours (kernel/descriptors/host-stream.ts). */
  readonly isHosts?: true;
  tty?: unknown;
  path?: string;
  [key: string]: unknown;
}

export interface StreamOps {
  read?(stream: FSStream, buffer: Int8Array, offset: number, length: number, position?: number): number;
  write?(stream: FSStream, buffer: Int8Array, offset: number, length: number, position?: number): number;
  poll?(stream: FSStream, timeout: number): number;
  ioctl?(stream: FSStream, request: number, argument: number): number;
  close?(stream: FSStream): void;
  dup?(stream: FSStream): void;
  getattr?(stream: FSStream): unknown;
  [key: string]: unknown;
}

export interface EmscriptenFS {
  streams: (FSStream | null | undefined)[];
  createStream(stream: Partial<FSStream>, fd?: number): FSStream;
  close(stream: FSStream): void;
  closeStream(fd: number): void;
  dupStream(stream: FSStream, fd?: number): FSStream;
  nextfd(): number;
  getStream(fd: number): FSStream | null | undefined;
  FSStream: new () => object;
  FSNode: new (parent: FSNode | null, name: string, mode: number, rdev: number) => FSNode;
  ErrnoError: new (errno: number) => Error & { errno: number };
  [key: string]: unknown;
}

/** What notes the calls into the guest while our modules are registered, or answers from its notes (installation.ts). */
export interface Recorder {
  readonly isRecording: boolean;
  /** A number found out while recording, and then known. */
  remember(find: () => number): number;
  /** Runs what is to be done in the guest once, when the snapshot is made. */
  outside<T>(run: () => T): T | undefined;
  /** The function to call instead of an exported one. */
  wrap(name: string, raw: RawFunction): RawFunction;
  /** Has a function of ours at a place of the function table that is another's (function-table.ts). */
  replaceFunction(place: number, call: (...args: number[]) => number | undefined, signature: string): void;
}

/** What is registered when a program first needs it (journal.ts). */
export interface Registrations {
  register(name: string, make: (argument: number) => void): void;
  make(name: string, argument: number): void;
}

export interface EmscriptenModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAP8: Int8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPU32: Uint32Array;
  readonly HEAPF64: Float64Array;
  readonly FS: EmscriptenFS;
  readonly ERRNO_CODES: Readonly<Record<string, number>>;
  readonly wasmTable: WebAssembly.Table;
  stackSave(): number;
  stackRestore(pointer: number): void;
  stackAlloc(size: number): number;
  /** Room for a file that is mapped into memory; 0 when memory is short. */
  mmapAlloc(size: number): Pointer;
  addFunction(call: (...args: number[]) => number | undefined, signature: string): number;
  UTF8ToString(pointer: Pointer): string;
  stringToUTF8(text: string, pointer: Pointer, capacity: number): number;
  lengthBytesUTF8(text: string): number;
  /** While our modules are being registered in a memory snapshot, or out of one. */
  readonly installation?: Recorder;
  /** Absent where no memory snapshot is used. */
  readonly journal?: Registrations;
}

/** A C function that Pyodide exports, as WebAssembly has it: pointers and integers are numbers. */
export type RawFunction = (...args: number[]) => number;

/**
 * Looks an exported C function up by its C name. `F` is its type where arguments or the result have 64 bits: those are bigints.
 * Throws when this Pyodide does not export it.
 */
export function rawFunction<F = RawFunction>(module: EmscriptenModule, name: string): F {
  const found: unknown = Reflect.get(module, `_${name}`);
  if (typeof found !== 'function') throw new Error(`this Pyodide does not export ${name}`);
  return (module.installation?.wrap(name, found as RawFunction) ?? found) as F;
}

/** The address of an exported C variable. */
export function rawAddress(module: EmscriptenModule, name: string): Pointer {
  const found: unknown = Reflect.get(module, `_${name}`);
  if (typeof found !== 'number') throw new Error(`this Pyodide does not export ${name}`);
  return found;
}

/** Changes the guest's memory where a memory snapshot keeps the change: not again at a start from one. Calls are not noted. */
export function once(module: EmscriptenModule, change: () => void): void {
  if (module.installation) module.installation.outside(change);
  else change();
}

/** What `find` answers now, or answered when the memory snapshot was made: for what is read from memory that changes. */
export function remembered(module: EmscriptenModule, find: () => number): number {
  return module.installation?.remember(find) ?? find();
}

/** What Pyodide's WebAssembly calls, by name: system calls and library functions. All arguments are numbers or 64-bit integers. */
export type Imports = Record<string, (...args: never[]) => unknown>;

/** A function that makes something later, once or more often: what it registers is noted. */
export function registered(
  module: EmscriptenModule,
  name: string,
  make: (argument: number) => void,
): (argument: number) => void {
  const { journal } = module;
  if (journal === undefined) return make;
  journal.register(name, make);
  return (argument) => journal.make(name, argument);
}
