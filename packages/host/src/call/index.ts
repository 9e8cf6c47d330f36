/** Calling C: functions by their prototypes, memory that C owns, the tables that can be watched; and V8's own collector. */
export * from './brands.ts';
export * from './c-library.ts';
export * from './garbage.ts';
export * from './libc.ts';
export * from './memory.ts';
export * from './results.ts';
export * from './system-call.ts';
export * from './watch.ts';
