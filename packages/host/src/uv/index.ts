/** The loop of libuv that runs JavaScript, what is watched by it, and what is done at its end. */
export { closeAtEnd, keepAtEnd } from './at-end.ts';
export { Watch } from './watch.ts';
