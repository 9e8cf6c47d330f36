/** The memory that the thread of `ticks.ts` shares: `struct ticks` of assembly/. Offsets in bytes, for the assembler too. */
export const Ticks = {
  /** 32 bits and a futex: 0 while the thread waits for somebody to run. */
  awake: 0,
  /** 32 bits, and not 0 while somebody runs. */
  running: 4,
  /** The address of the word that is written to. */
  place: 8,
  /** `struct timespec` */
  interval: 16,
  /** How often it was written to. */
  count: 32,
  /** 32 bits, and not 0 while the thread may be writing. */
  writing: 36,
  /** 32 bits: not 0 once the thread is to end. */
  over: 40,
  size: 64,
} as const;
