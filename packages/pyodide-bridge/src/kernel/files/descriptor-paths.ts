/**
 * Paths that name a descriptor of this process: `/proc/self/fd/3`, `/dev/fd/3`, `/dev/stdin` and their like. Their numbers are the
 * guest's, and the kernel would take them for the host's. And those of the namespaces, which are the thread's that Python runs in.
 */
import type { EmscriptenModule, Pointer } from '../../capi/index.ts';
import { type DescriptorTable, descriptorTable } from '../descriptors/table.ts';

const SLASH = 0x2f;
const LETTER_P = 0x70;
const LETTER_D = 0x64;
const STANDARD: Readonly<Record<string, number>> = { stdin: 0, stdout: 1, stderr: 2 };
const PROC = /^\/+proc\/+(?:self|thread-self|(\d+))(?:\/+task\/+\d+)?\/+(fd|fdinfo)(?:\/+(.*))?$/s;
const DEV_FD = /^\/+dev\/+fd(?:\/+(.*))?$/s;
/**
 * The process's namespaces are those of its first thread. Python runs in another one, which is the only one that unshare() and
 * setns() change.
 */
const NAMESPACES = /^\/+proc\/+(?:self|(\d+))\/+(ns(?:\/.*)?)$/s;
/** Links to the folder's entries. */
const DEV_STANDARD = /^\/+dev\/+(stdin|stdout|stderr)(\/.*)?$/s;
const NUMBER = /^(0|[1-9]\d*)(?=\/|$)/;

/** The two folders with an entry for each descriptor. */
export type DescriptorFolder = 'fd' | 'fdinfo';

export interface DescriptorPaths {
  /** The host's path, with a NUL, for the one at a guest address; undefined when that means what it says. */
  find(pointer: Pointer, isFollowed: boolean): Uint8Array | undefined;
  /** The same for a path below one of the folders. */
  below(folder: DescriptorFolder, pointer: Pointer): Uint8Array | undefined;
  /** Which of the folders a path is, if it is one. */
  folder(pointer: Pointer): DescriptorFolder | undefined;
}

const known = new WeakMap<EmscriptenModule, DescriptorPaths>();

/** Those of an interpreter, made when they are first asked for. */
export function descriptorPaths(module: EmscriptenModule): DescriptorPaths {
  let paths = known.get(module);
  if (paths === undefined) {
    paths = createDescriptorPaths(module, descriptorTable(module));
    known.set(module, paths);
  }
  return paths;
}

function createDescriptorPaths(module: EmscriptenModule, descriptors: DescriptorTable): DescriptorPaths {
  const textAt = (pointer: Pointer): string => {
    const memory = module.HEAPU8;
    return Buffer.from(memory.buffer, pointer, memory.indexOf(0, pointer) - pointer).toString('latin1');
  };

  function entry(folder: DescriptorFolder, rest: string): Uint8Array | undefined {
    const [digits] = NUMBER.exec(rest) ?? [];
    if (digits === undefined) return undefined;
    const guest = Number(digits);
    const stream = guest < 2 ** 31 ? descriptors.find(guest) : undefined;
    // There is no file of this name where no such descriptor is open.
    return Buffer.from(`/proc/self/${folder}/${stream?.nfd ?? -1}${rest.slice(digits.length)}\0`, 'latin1');
  }

  function mayName(pointer: Pointer): boolean {
    const memory = module.HEAPU8;
    if (memory[pointer] !== SLASH) return false;
    let at = pointer + 1;
    while (memory[at] === SLASH) at++;
    return memory[at] === LETTER_P || memory[at] === LETTER_D;
  }

  /** The folder, and what stands behind it. */
  function parse(path: string): readonly [DescriptorFolder, string | undefined] | undefined {
    const proc = PROC.exec(path);
    if (proc === null) {
      const dev = DEV_FD.exec(path);
      return dev === null ? undefined : ['fd', dev[1]];
    }
    const [, pid, folder, rest] = proc;
    if (pid !== undefined && Number(pid) !== process.pid) return undefined;
    return [folder as DescriptorFolder, rest];
  }

  return {
    find(pointer, isFollowed) {
      if (!mayName(pointer)) return undefined;
      const path = textAt(pointer);
      const parsed = parse(path);
      if (parsed !== undefined) return parsed[1] ? entry(parsed[0], parsed[1]) : undefined;
      const [, pid, namespace] = NAMESPACES.exec(path) ?? [];
      if (namespace !== undefined && (pid === undefined || Number(pid) === process.pid)) {
        return Buffer.from(`/proc/thread-self/${namespace}\0`, 'latin1');
      }
      const [, name = '', rest = ''] = DEV_STANDARD.exec(path) ?? [];
      return name === '' || (!isFollowed && rest === '') ? undefined : entry('fd', `${STANDARD[name]}${rest}`);
    },
    below: (folder, pointer) => entry(folder, textAt(pointer)),
    folder(pointer) {
      const parsed = mayName(pointer) ? parse(textAt(pointer)) : undefined;
      return parsed !== undefined && !parsed[1] ? parsed[0] : undefined;
    },
  };
}
