/**
 * The memory that a keeper (keeper.ts) reads: `struct keeper` of assembly/. Offsets in bytes.
 *
 * Read by scripts/generate-machine-code.ts, too, which hands the names to the assembler.
 */
export const Keeper = {
  /** The child's number in the kernel, or -errno. 32 bits. */
  pid: 0,
  /** Where a byte is read to. */
  byte: 4,
  /** The keeper's end of its connection, and the descriptor that the child gets. 32 bits each. */
  control: 8,
  kept: 12,
  /** Three ranges of descriptors around those two, a first and a last one each. 32 bits each. */
  ranges: 16,
  /** Pointers: what execve is given. */
  path: 40,
  argv: 48,
  envp: 56,
  /** The signals that the child blocks, 64 bits. */
  mask: 64,
  /** C strings: the root folder, and the file that is all of the child's standard streams. */
  root: 72,
  hole: 80,
  /** The end of its stack. */
  stack: 4096,
  size: 4096,
} as const;
