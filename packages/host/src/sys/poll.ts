/** <poll.h>. Results as in socket.ts. */
import { bind, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';

const c = watchable({ poll: bind('int poll(void *, unsigned long, int)') });

/** `struct pollfd` for one descriptor: fd, then events and revents in one word. Reused, as no call of it is nested. */
const one = new Int32Array(2);

/** Waits for one descriptor. `timeout` in milliseconds, -1 without end. Answers revents, 0 when the time ran out, or -errno. */
export function pollOne(fd: number, events: number, timeout: number): number {
  one[0] = fd;
  one[1] = events;
  const ready = c.poll(one, 1, timeout);
  return ready > 0 ? (one[1] as number) >>> 16 : resultOf(ready);
}

/** `fds` is an array of `struct pollfd`, 8 bytes each. Answers how many are ready, or -errno. */
export function poll(fds: Int32Array, count: number, timeout: number): number {
  return resultOf(c.poll(fds, count, timeout));
}
