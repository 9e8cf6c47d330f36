/** Where the host finds what a path of the guest's names. */
import { addressOf, constants } from '@pysock/host';
import type { HostFilesContext } from './context.ts';
import { type DescriptorFolder, descriptorPaths } from './descriptor-paths.ts';
import { isGuestPath } from './guest-paths.ts';

const { AT_FDCWD } = constants;
const SLASH = 0x2f;

/** A folder's descriptor and the path's address, both the host's. They hold for one call, and as long as this object lives. */
export interface HostPath {
  readonly dirfd: number;
  readonly path: number;
  /** The bytes at the address, where they are not the guest's. */
  readonly bytes?: Uint8Array;
}

export interface PathFinder {
  /** `isFollowed`: a link at the path's end stands for what it points to. Undefined for one of Pyodide's own, or none. */
  find(dirfd: number, path: number, isFollowed?: boolean): HostPath | undefined;
  /** The host's number of a folder descriptor; undefined for one of Pyodide's own, or none. */
  folder(dirfd: number): number | undefined;
  /** Which folder of descriptors a path is, if it is one. */
  descriptorFolder(path: number): DescriptorFolder | undefined;
}

export function createPathFinder({ module, memory, descriptors }: HostFilesContext): PathFinder {
  const paths = descriptorPaths(module);

  const folder = (dirfd: number): number | undefined => (dirfd === AT_FDCWD ? AT_FDCWD : descriptors.find(dirfd)?.nfd);

  /** A path below a folder of descriptors that was opened. */
  function belowOpen(dirfd: number, pointer: number): Uint8Array | undefined {
    const kind = dirfd === AT_FDCWD ? undefined : descriptors.find(dirfd)?.folder;
    return kind === undefined ? undefined : paths.below(kind, pointer);
  }

  return {
    folder,
    descriptorFolder: (path) => paths.folder(path >>> 0),
    find(dirfd, path, isFollowed = true) {
      const pointer = path >>> 0;
      if (isGuestPath(module, pointer)) return undefined;
      const isAbsolute = module.HEAPU8[pointer] === SLASH;
      const bytes = isAbsolute ? paths.find(pointer, isFollowed) : belowOpen(dirfd, pointer);
      if (bytes !== undefined) return { dirfd: AT_FDCWD, path: addressOf(bytes), bytes };
      const dir = isAbsolute ? AT_FDCWD : folder(dirfd);
      return dir === undefined ? undefined : { dirfd: dir, path: memory.address(pointer) };
    },
  };
}
