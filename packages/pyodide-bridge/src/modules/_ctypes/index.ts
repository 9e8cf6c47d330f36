/**
 * The host's C library for ctypes: `CDLL(None)`, `CDLL('libc.so.6')` and its other parts.
 *
 * Its functions have addresses behind all places of the guest's function table, in an order that is the same in each process: a
 * forked child has its parent's function objects, and calls by them.
 */
import { constants } from '@pysock/host';
import { type CFunction, type ForeignType, foreignErrno, foreignFunction, partOfCLibrary } from '@pysock/host/call';
import type { Bridge } from '../../bridge.ts';
import type { Pointer } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { type ForeignLibrary, useForeignLibrary } from '../../wasm/foreign-library.ts';
import { type Arguments, argumentsOf } from './arguments.ts';
import { descriptorFunctions } from './descriptor-functions.ts';
import { ForeignCall, type ForeignValue } from './foreign-call.ts';
import { fixedParameters, isGuests } from './guest-functions.ts';
import { interfaceFunctions } from './interfaces.ts';
import { processFunctions } from './process-functions.ts';
import { type Kind, type Prototype, prototypes } from './prototypes.ts';
import type { Special } from './special.ts';

/** More than any function table has places. */
const FIRST_ADDRESS = 0x7f000000;

const specials: Readonly<Record<string, Special>> = {
  ...interfaceFunctions,
  ...processFunctions,
  ...descriptorFunctions,
};

const TYPES: Readonly<Record<Kind, ForeignType>> = {
  int: 'int',
  uint: 'unsigned int',
  long: 'int64_t',
  ulong: 'uint64_t',
  fd: 'int',
  at: 'int',
  pid: 'int',
  address: 'uintptr_t',
  void: 'void',
};

/** An argument as the host's function takes it. */
function hostArgument(args: Arguments, kind: Kind, index: number): number | bigint {
  if (kind === 'address') return args.address(index);
  if (kind === 'fd') return args.fd(index);
  if (kind === 'at') return args.int(index) === constants.AT_FDCWD ? constants.AT_FDCWD : args.fd(index);
  // The thread that Python runs in stands for the process.
  if (kind === 'pid') return args.int(index) === process.pid ? 0 : args.int(index);
  if (kind === 'long') return args.long(index);
  if (kind === 'ulong') return BigInt.asUintN(64, args.long(index));
  return kind === 'uint' ? args.uint(index) : args.int(index);
}

/** What a call comes to: its value, and the host's errno of one that failed. */
interface Outcome {
  readonly value: ForeignValue;
  readonly failure: number;
}

type Implementation = (args: Arguments) => Outcome;

function ofPrototype({ descriptors }: Bridge, { result, parameters }: Prototype, call: CFunction): Implementation {
  return (args) => {
    const value: ForeignValue = call(...parameters.map((kind, index) => hostArgument(args, kind, index))) ?? 0;
    if (result === 'void') return { value: 0, failure: 0 };
    if (result !== 'uint' && Number(value) === -1) return { value, failure: foreignErrno() };
    return { value: result === 'fd' ? descriptors.open(Number(value)) : value, failure: 0 };
  };
}

function ofSpecial(bridge: Bridge, special: Special): Implementation {
  return (args) => {
    const result = special(bridge, args);
    if (typeof result !== 'number') return result;
    return result < 0 ? { value: -1, failure: -result } : { value: result, failure: 0 };
  };
}

/** The functions by number, each made when it is first looked for; null when this system has none of that name. */
function createFunctions(bridge: Bridge) {
  const rows = prototypes();
  const names = [...Object.keys(specials), ...rows.map(({ name }) => name)];
  const made: (Implementation | null | undefined)[] = [];

  function make(name: string): Implementation | null {
    const special = specials[name];
    if (special !== undefined) return ofSpecial(bridge, special);
    const row = rows.find((candidate) => candidate.name === name) as Prototype;
    const call = foreignFunction(
      name,
      TYPES[row.result],
      row.parameters.map((kind) => TYPES[kind]),
    );
    return call === undefined ? null : ofPrototype(bridge, row, call);
  }

  function get(index: number): Implementation | null {
    const name = names[index];
    if (name === undefined) return null;
    let found = made[index];
    if (found === undefined) {
      found = make(name);
      made[index] = found;
    }
    return found;
  }

  return { get, indexOf: (name: string) => names.indexOf(name) };
}

class CLibrary implements ForeignLibrary {
  readonly #bridge: Bridge;
  #made: ReturnType<typeof createFunctions> | undefined;
  /** How many arguments variadic functions of the guest have before the others, by address. */
  readonly #variadic = new Map<Pointer, number>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get #functions(): ReturnType<typeof createFunctions> {
    this.#made ??= createFunctions(this.#bridge);
    return this.#made;
  }

  /** The word of errno. */
  get #errno(): number {
    return rawFunction(this.#bridge.capi.module, '__errno_location')() >>> 2;
  }

  isNamed(name: string): boolean {
    return partOfCLibrary(name) !== undefined;
  }

  symbol(name: string): Pointer | undefined {
    const index = this.#functions.indexOf(name);
    if (index >= 0) return this.#functions.get(index) === null ? 0 : FIRST_ADDRESS + index;
    return isGuests(name) ? undefined : 0;
  }

  guestSymbol(name: string, address: Pointer): void {
    const fixed = fixedParameters(name);
    if (fixed !== undefined) this.#variadic.set(address, fixed);
  }

  missing(symbol: string, library: string | undefined): string {
    // The program is named as it was started.
    const file = library === undefined ? 'pysock' : (partOfCLibrary(library) ?? library);
    return `${file}: undefined symbol: ${symbol}`;
  }

  call(cif: Pointer, address: Pointer, result: Pointer, args: Pointer): boolean {
    if (address < FIRST_ADDRESS) return false;
    const implementation = this.#functions.get(address - FIRST_ADDRESS);
    if (implementation === null) return false;
    const { module } = this.#bridge.capi;
    const call = new ForeignCall(module, cif, result, args);
    const { value, failure } = implementation(argumentsOf(this.#bridge, call));
    if (failure !== 0) module.HEAP32[this.#errno] = failure;
    call.return(value);
    return true;
  }

  around(cif: Pointer, address: Pointer, call: () => void): void {
    const { capi, errno } = this.#bridge;
    const place = this.#errno;
    const before = capi.module.HEAP32[place] as number;
    capi.module.HEAP32[place] = 0;
    const fixed = this.#variadic.get(address);
    if (fixed === undefined) call();
    else new ForeignCall(capi.module, cif, 0, 0).variadic(fixed, call);
    const left = capi.module.HEAP32[place] as number;
    capi.module.HEAP32[place] = left === 0 ? before : errno.host(left);
  }
}

export function installCLibrary(bridge: Bridge): void {
  useForeignLibrary(bridge.capi.emscripten, new CLibrary(bridge));
}
