/** The loop of libuv that runs JavaScript, and what is watched by it. */
export { Watch } from './watch.ts';
