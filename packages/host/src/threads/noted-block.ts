/** What the code of assembly/note-signal-*.S works with: where it lies behind the code's beginning, and its words. */
export const Noted = { data: 2048, previous: 0, words: 8, thread: 16, process: 24, wake: 28 } as const;
