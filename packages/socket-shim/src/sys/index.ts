/** Every system call, as one namespace. */
export * from './epoll.ts';
export * from './errno.ts';
export * from './file.ts';
export * from './itimer.ts';
export * from './locale.ts';
export { getaddrinfo, type Lookup } from './netdb.ts';
export * from './netdb-pending.ts';
export * from './poll.ts';
export * from './resource.ts';
export * from './select.ts';
export * from './signal.ts';
export * from './socket.ts';
export * from './stat.ts';
export * from './thread.ts';
export * from './time.ts';
export * from './unistd.ts';
