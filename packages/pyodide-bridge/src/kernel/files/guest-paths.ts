/** Which paths are Pyodide's own: its standard library, which lies in memory. Every other path is the host's. */
import type { EmscriptenModule, Pointer } from '../../capi/index.ts';

const encoder = new TextEncoder();

/** The library's archive, and the folder of packages that Pyodide installs. They hide what a host has at these two paths. */
const OWN = [encoder.encode('/lib/python314.zip'), encoder.encode('/lib/python3.14')];
const SLASH = 0x2f;

/** Whether the C string at `path` names something of Pyodide's own. Only absolute paths do, as the working folder is the host's. */
export function isGuestPath(module: EmscriptenModule, path: Pointer): boolean {
  const memory = module.HEAPU8;
  return OWN.some((own) => {
    for (let i = 0; i < own.length; i++) if (memory[path + i] !== own[i]) return false;
    const next = memory[path + own.length];
    return next === 0 || next === SLASH;
  });
}
