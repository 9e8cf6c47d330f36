/** How often each system call was made, by name. */
export type SystemCalls = Readonly<Record<string, number>>;
