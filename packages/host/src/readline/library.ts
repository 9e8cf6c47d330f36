/** GNU's libreadline, where this system has it: its functions by their prototypes, its variables, and functions of ours for it. */
import koffi from '../call/koffi.ts';
import { bind, lazy, viewOf } from '../call/libc.ts';
import { pointerAt } from '../call/memory.ts';

const NAME = 'libreadline.so.8';
const RTLD_NOW = 2;

interface Library {
  readonly functions: ReturnType<typeof koffi.load>;
  /** What dlopen has returned. */
  readonly handle: number;
}

const dlsym = lazy<(handle: number, name: string) => number>('uintptr_t dlsym(uintptr_t, const char *)');

let found: Library | null | undefined;

function load(): Library | null {
  try {
    const functions = koffi.load(NAME);
    return {
      functions,
      handle: bind<(name: string, mode: number) => number>('uintptr_t dlopen(const char *, int)')(NAME, RTLD_NOW),
    };
  } catch {
    return null;
  }
}

/** Whether the library is there. */
export function isAvailable(): boolean {
  if (found === undefined) found = load();
  return found !== null;
}

/** A table of functions by their C prototypes. Each is bound when it is first called: call them as members of it. */
export function functions<const T extends Record<string, string>>(prototypes: T): { [K in keyof T]: Function_ } {
  const table: Record<string, Function_> = {};
  for (const [name, prototype] of Object.entries(prototypes)) {
    table[name] = (...args) => {
      // What a function takes and returns stands in the prototype.
      const bound = (found as Library).functions.func(prototype) as unknown as Function_;
      table[name] = bound;
      return bound(...args);
    };
  }
  return table as { [K in keyof T]: Function_ };
}

type Function_ = (...args: unknown[]) => number;

const addresses = new Map<string, number>();

/** The address of a function or of a variable. */
export function symbol(name: string): number {
  let address = addresses.get(name);
  if (address === undefined) {
    address = Number(dlsym((found as Library).handle, name));
    if (address === 0) throw new Error(`${NAME} has no ${name}`);
    addresses.set(name, address);
  }
  return address;
}

export const getInt = (name: string): number => new Int32Array(viewOf(symbol(name), 4).buffer)[0] as number;

export function setInt(name: string, value: number): void {
  new Int32Array(viewOf(symbol(name), 4).buffer)[0] = value;
}

export const getPointer = (name: string): number => pointerAt(symbol(name));

export function setPointer(name: string, value: number): void {
  new BigUint64Array(viewOf(symbol(name), 8).buffer)[0] = BigInt(value);
}

let registered = 0;

/**
 * A C function pointer to `call`, which stays for as long as the process. errno is left as it was.
 *
 * Contract: `call` throws nothing.
 */
export function callback(prototype: string, call: (...args: number[]) => number | undefined): number {
  const keepErrno = (...args: unknown[]): number | undefined => {
    const errno = koffi.errno();
    try {
      return call(...args.map(Number));
    } finally {
      koffi.errno(errno);
    }
  };
  // koffi wants names to be unique in the process.
  const unique = prototype.replace(/(\w+)\(/, `$1_${registered++}(`);
  return Number(koffi.register(keepErrno, koffi.pointer(koffi.proto(unique))));
}
