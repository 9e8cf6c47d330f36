/** What a program that is started inherits of this one as Python has it: descriptors, environment, limits. */
import { readdirSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import type { CApi } from '../capi/index.ts';
import type { DescriptorTable } from '../kernel/descriptors/table.ts';
import { rawAddress } from '../wasm/emscripten.ts';

const { F_GETFD, FD_CLOEXEC } = constants;
const LAST_STANDARD = 2;

/** The host's descriptors that are open, of whatever part of this process. */
export function openOnHost(): number[] {
  return readdirSync('/proc/self/fd').map(Number);
}

export function isInheritable(host: number): boolean {
  const flags = host < 0 ? host : sys.fcntl(host, F_GETFD);
  return flags >= 0 && (flags & FD_CLOEXEC) === 0;
}

/** Python's descriptors that a child inherits: number and the host's. With `onlyStandard`, those of the standard streams. */
export function inheritedDescriptors(descriptors: DescriptorTable, onlyStandard: boolean): Map<number, number> {
  const table = new Map<number, number>();
  if (onlyStandard) {
    for (let guest = 0; guest <= LAST_STANDARD; guest++) {
      const host = descriptors.host(guest);
      if (isInheritable(host)) table.set(guest, host);
    }
    return table;
  }
  for (const { guest, host, isInheritable } of descriptors.list()) if (isInheritable) table.set(guest, host);
  return table;
}

/** C's `environ`, as `os.putenv` has left it. */
export function readEnviron(capi: CApi): Uint8Array[] {
  const { module, memory } = capi;
  const strings: Uint8Array[] = [];
  let at = memory.uint32(rawAddress(module, 'environ'));
  if (at === 0) return strings;
  for (let text = memory.uint32(at); text !== 0; at += 4, text = memory.uint32(at)) {
    strings.push(module.HEAPU8.slice(text, module.HEAPU8.indexOf(0, text)));
  }
  return strings;
}
