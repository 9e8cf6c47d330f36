/**
 * The memory that a thread of `call-threads.ts` shares with who asks it: `struct call` of assembly/. Offsets in bytes.
 *
 * Read by scripts/generate-machine-code.ts, too, which hands the names to the assembler.
 */

/** `state`, 32 bits and a futex. An idle or done thread waits for it to change. */
export const State = { idle: 0, asked: 1, done: 2, end: 3 } as const;

export const Block = {
  state: 0,
  /** The thread's number in the kernel; 0 until it has begun. */
  tid: 4,
  /** The system call's number, its six arguments, and its result: -errno when it failed. 64 bits each. */
  number: 8,
  arguments: 16,
  result: 64,
  /** The eventfd that is told when a call has returned, and what is added to it. */
  announce: 72,
  one: 80,
  size: 128,
} as const;
