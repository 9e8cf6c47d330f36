/** ifaddrs.h, net/if.h: lists of interfaces in the guest's memory, laid out as its pointers are. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Special } from './special.ts';

const { IFNAMSIZ } = constants;

/** `struct ifaddrs`: next, name, flags, address, netmask, broadcast or other side, data. */
const SIZEOF_IFADDRS = 28;
/** `struct if_nameindex`: number, name. */
const SIZEOF_NAMEINDEX = 8;

/** One block of memory: fixed parts first, then the bytes that they point to. */
class Block {
  readonly #bridge: Bridge;
  readonly start: number;
  #end: number;

  constructor(bridge: Bridge, fixed: number, rest: number) {
    this.#bridge = bridge;
    this.start = bridge.capi.memory.malloc(fixed + rest);
    this.#end = this.start + fixed;
    if (this.start !== 0) bridge.capi.module.HEAPU8.fill(0, this.start, this.start + fixed + rest);
  }

  /** Where the bytes lie now, with a NUL behind them; 0 for none. */
  add(bytes: Uint8Array | null): number {
    if (bytes === null) return 0;
    const at = this.#end;
    this.#bridge.capi.memory.copyIn(at, bytes);
    this.#end += aligned(bytes.length + 1);
    return at;
  }

  set(at: number, words: readonly number[]): void {
    this.#bridge.capi.module.HEAPU32.set(words, (this.start + at) >>> 2);
  }
}

const aligned = (size: number): number => (size + 7) & ~7;

const sizeOf = (parts: readonly (Uint8Array | null)[]): number =>
  parts.reduce((sum, part) => sum + (part === null ? 0 : aligned(part.length + 1)), 0);

const getifaddrs: Special = (bridge, { pointer }) => {
  const found: sys.InterfaceAddress[] = [];
  const result = sys.getifaddrs(found);
  if (result < 0) return result;
  const partsOf = (entry: sys.InterfaceAddress) =>
    [entry.name, entry.address, entry.netmask, entry.other, entry.counters] as const;
  const block = new Block(bridge, found.length * SIZEOF_IFADDRS, sizeOf(found.flatMap(partsOf)));
  if (block.start === 0) return -constants.ENOMEM;
  found.forEach((entry, index) => {
    const [name = 0, ...others] = partsOf(entry).map((part) => block.add(part));
    const isLast = index === found.length - 1;
    const next = isLast ? 0 : block.start + (index + 1) * SIZEOF_IFADDRS;
    block.set(index * SIZEOF_IFADDRS, [next, name, entry.flags, ...others]);
  });
  bridge.capi.module.HEAPU32[pointer(0) >>> 2] = found.length === 0 ? 0 : block.start;
  return 0;
};

const if_nameindex: Special = (bridge) => {
  const found: sys.Interface[] = [];
  const result = sys.if_nameindex(found);
  if (result < 0) return { failure: -result, value: 0 };
  const fixed = (found.length + 1) * SIZEOF_NAMEINDEX;
  const block = new Block(bridge, fixed, sizeOf(found.map(({ name }) => name)));
  if (block.start === 0) return { failure: constants.ENOBUFS, value: 0 };
  found.forEach(({ index, name }, place) => {
    block.set(place * SIZEOF_NAMEINDEX, [index, block.add(name)]);
  });
  return block.start;
};

const if_nametoindex: Special = ({ capi }, { pointer }) => {
  const { memory } = capi;
  if (pointer(0) === 0) return { failure: constants.ENODEV, value: 0 };
  const result = sys.if_nametoindex(memory.copyOut(pointer(0), IFNAMSIZ));
  return result < 0 ? { failure: -result, value: 0 } : result;
};

const free: Special = (bridge, { pointer }) => {
  bridge.capi.memory.free(pointer(0));
  return 0;
};

const if_indextoname: Special = ({ capi }, { uint, pointer }) => {
  const name = new Uint8Array(IFNAMSIZ);
  const result = sys.if_indextoname(uint(0), name);
  if (result < 0) return { failure: -result, value: 0 };
  capi.memory.copyIn(pointer(1), name);
  return pointer(1);
};

export const interfaceFunctions: Readonly<Record<string, Special>> = {
  getifaddrs,
  freeifaddrs: free,
  if_nameindex,
  if_freenameindex: free,
  if_indextoname,
  if_nametoindex,
};
