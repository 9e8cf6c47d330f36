/** <sys/epoll.h>. Results as in socket.ts. */

import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { epoll_event } from '../layouts/index.ts';

const c = watchable({
  epoll_create1: lazy('int epoll_create1(int)'),
  epoll_ctl: lazy('int epoll_ctl(int, int, int, void *)'),
  epoll_wait: lazy('int epoll_wait(int, void *, int, int)'),
});

/** `struct epoll_event` in words of 32 bits: x64 packs it, arm64 does not. */
const EVENT_WORDS = epoll_event.sizeof / 4;
const DATA_WORD = epoll_event['data.fd'] / 4;

const one = new Int32Array(EVENT_WORDS);

export function epoll_create1(flags: number): number {
  return resultOf(c.epoll_create1(flags));
}

/** `data` is the number that {@link epollData} gives back with an event. */
export function epoll_ctl(epfd: number, operation: number, fd: number, events: number, data: number): number {
  one[0] = events;
  one[DATA_WORD] = data;
  return resultOf(c.epoll_ctl(epfd, operation, fd, one));
}

/** Room for the events of one {@link epoll_wait}. */
export function epollEvents(count: number): Int32Array {
  return new Int32Array(count * EVENT_WORDS);
}

/** `timeout` in milliseconds, -1 without end. Answers how many events it has written, or -errno. */
export function epoll_wait(epfd: number, events: Int32Array, maxevents: number, timeout: number): number {
  return resultOf(c.epoll_wait(epfd, events, maxevents, timeout));
}

export function epollMask(events: Int32Array, index: number): number {
  return (events[index * EVENT_WORDS] as number) >>> 0;
}

export function epollData(events: Int32Array, index: number): number {
  return events[index * EVENT_WORDS + DATA_WORD] as number;
}
