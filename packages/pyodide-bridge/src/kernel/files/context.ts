/** What the calls on files share. */
import type { EmscriptenModule } from '../../capi/index.ts';
import type { ErrnoMap } from '../../identity/errno.ts';
import type { HostMemory } from '../../wasm/host-memory.ts';
import type { DescriptorTable } from '../descriptors/table.ts';

export interface HostFilesContext {
  readonly module: EmscriptenModule;
  readonly errno: ErrnoMap;
  readonly memory: HostMemory;
  readonly descriptors: DescriptorTable;
  /** Paths are the host's. Until then the guest has only Pyodide's own files. */
  isEnabled(): boolean;
}
