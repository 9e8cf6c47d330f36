/** Calling C: functions by their prototypes, memory that C owns, and the tables that can be watched. */
export * from './brands.ts';
export * from './c-library.ts';
export * from './libc.ts';
export * from './memory.ts';
export * from './results.ts';
export * from './system-call.ts';
export * from './watch.ts';
