/** Which paths are Pyodide's own: its standard library, which lies in memory. Every other path is the host's. */
import type { EmscriptenModule, Pointer } from '../../capi/index.ts';

const encoder = new TextEncoder();

/** The library's archive, and the folder of packages that Pyodide installs. They hide what a host has at these two paths. */
const OWN = [encoder.encode('/lib/python314.zip'), encoder.encode('/lib/python3.14')];
const SLASH = 0x2f;
const DOT = 0x2e;

/** Whether a slash that was read goes on with another, or with `./`. */
function isNothing(memory: Uint8Array, at: number): boolean {
  return memory[at] === SLASH || (memory[at] === DOT && memory[at + 1] === SLASH);
}

/** Whether the C string at `path` names something of Pyodide's own. Only absolute paths do, as the working folder is the host's. */
export function isGuestPath(module: EmscriptenModule, path: Pointer): boolean {
  const memory = module.HEAPU8;
  return OWN.some((own) => {
    let at = path;
    for (const byte of own) {
      if (memory[at++] !== byte) return false;
      // A slash is as good as several, or as one with a dot after it.
      if (byte === SLASH) while (isNothing(memory, at)) at += memory[at] === SLASH ? 1 : 2;
    }
    return memory[at] === 0 || memory[at] === SLASH;
  });
}
