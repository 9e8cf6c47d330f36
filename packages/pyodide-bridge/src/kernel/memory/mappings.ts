/**
 * Files mapped into the guest's memory.
 *
 * WebAssembly's memory is pages of this process, so the kernel maps over them: what the guest writes is in the file, and what others
 * write the guest reads. The place is the guest's own, from its allocator, in whole pages; before the allocator gets it back,
 * memory that is nobody's is mapped over it again. Seen on Linux 6.18 with Node 26: a mapping survives the growth of the memory.
 */
import { constants, sys } from '@pysock/host';
import type { EmscriptenModule, Pointer } from '../../capi/index.ts';
import { createErrnoMap } from '../../identity/errno.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createHostMemory } from '../../wasm/host-memory.ts';
import { descriptorTable } from '../descriptors/table.ts';

const { ENOMEM, F_DUPFD_CLOEXEC, MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED, MS_SYNC } = constants;
const { PROT_READ, PROT_WRITE } = constants;

export const PAGE = 4096;
const LAST_STANDARD = 2;

/** A part of the guest's memory that is a file's. */
export interface GuestMapping extends sys.Mapping {
  readonly address: Pointer;
  /** In whole pages. */
  readonly length: number;
  /** A host descriptor of the file, of the mapping's own, where others see what is written; else -1. */
  readonly fd: number;
}

/** As JSON has it. */
export type SavedMapping = Omit<GuestMapping, 'offset'> & { readonly offset: number };

export interface Mappings {
  /** The mapping that begins at an address of the guest's. */
  at(address: Pointer): GuestMapping | undefined;
  /** All of them. */
  list(): Iterable<GuestMapping>;
  /** What a forked process is told, and what it does with that over its copy of the memory. */
  save(): SavedMapping[];
  load(saved: readonly SavedMapping[]): void;
  /** What takes the places of Emscripten's imports. */
  readonly calls: Readonly<Record<string, (...args: never[]) => number | undefined>>;
}

const known = new WeakMap<EmscriptenModule, Mappings>();

export function mappingsOf(module: EmscriptenModule): Mappings {
  let mappings = known.get(module);
  if (mappings === undefined) {
    mappings = createMappings(module);
    known.set(module, mappings);
  }
  return mappings;
}

const inPages = (length: number): number => Math.ceil(length / PAGE) * PAGE;

function createMappings(module: EmscriptenModule): Mappings {
  const errno = createErrnoMap(module);
  const memory = createHostMemory(module);
  const descriptors = descriptorTable(module);
  const mapped = new Map<Pointer, GuestMapping>();

  /** Memory that is nobody's, zeros, over what was mapped. */
  function restore(address: Pointer, length: number): void {
    const mapping = {
      prot: PROT_READ | PROT_WRITE,
      flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
      fd: -1,
      offset: 0n,
    };
    sys.mmapAt(memory.address(address), length, mapping);
  }

  function map(length: number, mapping: sys.Mapping): Pointer | { readonly failed: number } {
    const size = inPages(length);
    const address = rawFunction(module, 'emscripten_builtin_memalign')(PAGE, size) >>> 0;
    if (address === 0) return { failed: ENOMEM };
    const result = sys.mmapAt(memory.address(address), size, { ...mapping, flags: mapping.flags | MAP_FIXED });
    if (result < 0) {
      rawFunction(module, 'emscripten_builtin_free')(address);
      return { failed: -result };
    }
    const isShared = (mapping.flags & MAP_SHARED) !== 0;
    const fd = isShared ? sys.fcntl(mapping.fd, F_DUPFD_CLOEXEC, LAST_STANDARD + 1) : -1;
    mapped.set(address, { ...mapping, address, length: size, fd });
    return address;
  }

  return {
    at: (address) => mapped.get(address),
    list: () => mapped.values(),
    save: () => [...mapped.values()].map((mapping) => ({ ...mapping, offset: Number(mapping.offset) })),
    load(saved) {
      for (const { offset, ...rest } of saved) {
        const mapping = { ...rest, offset: BigInt(offset) };
        mapped.set(mapping.address, mapping);
        // What nobody else sees is in the copy.
        if (mapping.fd < 0) continue;
        const flags = mapping.flags | MAP_FIXED;
        sys.mmapAt(memory.address(mapping.address), mapping.length, { ...mapping, flags });
      }
    },
    calls: {
      _mmap_js(
        length: number,
        prot: number,
        flags: number,
        fd: number,
        offset: bigint,
        allocated: Pointer,
        place: Pointer,
      ) {
        const host = descriptors.find(fd)?.nfd;
        if (host === undefined) return undefined;
        const address = map(length >>> 0, { prot, flags, fd: host, offset });
        if (typeof address !== 'number') return -errno.guest(address.failed);
        module.HEAPU32[place >>> 2] = address;
        // libc frees it when it has been unmapped.
        module.HEAP32[allocated >>> 2] = 1;
        return 0;
      },
      _munmap_js(address: Pointer) {
        const mapping = mapped.get(address >>> 0);
        if (mapping === undefined) return undefined;
        mapped.delete(mapping.address);
        restore(mapping.address, mapping.length);
        if (mapping.fd >= 0) sys.close(mapping.fd);
        return 0;
      },
      _msync_js(address: Pointer, length: number) {
        const start = address >>> 0;
        for (const mapping of mapped.values()) {
          if (start < mapping.address || start >= mapping.address + mapping.length) continue;
          const result = sys.msync(memory.address(start), length >>> 0, MS_SYNC);
          return result < 0 ? -errno.guest(-result) : 0;
        }
        return undefined;
      },
    },
  };
}
