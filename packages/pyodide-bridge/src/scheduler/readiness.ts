/**
 * The kernel's word on which descriptors are ready: one epoll for all the threads that wait.
 *
 * A descriptor stays registered, edge-triggered, so that waiting to read again costs nothing: who waits has tried before, and
 * what comes after that is an edge. Waiting to write is asked for anew each time, because a datagram socket of AF_UNIX hears of its
 * peer's room only after a poll (Linux: unix_dgram_poll). Who waits for which descriptor is kept here.
 */
import { constants, sys } from '@pysock/host';

const { EEXIST, ENOENT, EPOLL_CLOEXEC, EPOLL_CTL_ADD, EPOLL_CTL_DEL, EPOLL_CTL_MOD } = constants;
const { EPOLLERR, EPOLLET, EPOLLHUP, EPOLLIN, EPOLLOUT } = constants;

const BATCH = 128;

interface Interest<T> {
  /** Events that the kernel is asked for; undefined before it is. */
  armed: number | undefined;
  waiters: { who: T; events: number }[];
}

export class Readiness<T> {
  private epfd = -1;
  private readonly interests = new Map<number, Interest<T>>();
  private readonly events = sys.epollEvents(BATCH);

  private alarm: { readonly fd: number; readonly ring: () => void } | undefined;

  /** How many waiters there are. */
  waiting = 0;

  /** Waits for any of `events` (POLLIN, POLLOUT) on a descriptor. False when the kernel knows no waiting for it: it is always ready. */
  add(fd: number, events: number, who: T): boolean {
    if (this.epfd < 0) this.epfd = sys.epoll_create1(EPOLL_CLOEXEC);
    let interest = this.interests.get(fd);
    if (interest === undefined) {
      interest = { armed: undefined, waiters: [] };
      this.interests.set(fd, interest);
    }
    interest.waiters.push({ who, events });
    if (!this.arm(fd, interest, events)) {
      interest.waiters.pop();
      return false;
    }
    this.waiting++;
    return true;
  }

  /** Takes a waiter away that no longer waits. What the kernel is asked for stays: an event for nobody costs little. */
  remove(fd: number, who: T): void {
    const interest = this.interests.get(fd);
    const index = interest?.waiters.findIndex((waiter) => waiter.who === who) ?? -1;
    if (index < 0) return;
    interest?.waiters.splice(index, 1);
    this.waiting--;
  }

  /** Calls `ring` whenever a descriptor has become readable. */
  watch(fd: number, ring: () => void): void {
    this.alarm = { fd, ring };
    sys.epoll_ctl(this.descriptor, EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLET, fd);
  }

  /** Who waits for a host descriptor. */
  waitersFor(fd: number): T[] {
    return this.interests.get(fd)?.waiters.map((waiter) => waiter.who) ?? [];
  }

  /** Those that wait for a descriptor wait for another, which is the same file. */
  move(from: number, to: number): void {
    const waiters = this.interests.get(from)?.waiters ?? [];
    this.closed(from);
    for (const { who, events } of waiters) this.add(to, events, who);
  }

  /** A host descriptor is about to be closed: its number may come back as another file. Returns who waited for it. */
  closed(fd: number): T[] {
    const interest = this.interests.get(fd);
    if (interest === undefined) return [];
    sys.epoll_ctl(this.epfd, EPOLL_CTL_DEL, fd, 0, 0);
    this.interests.delete(fd);
    this.waiting -= interest.waiters.length;
    return interest.waiters.map((waiter) => waiter.who);
  }

  /**
   * Asks the kernel. `wake` is called for each waiter that can go on. `timeout` in milliseconds, -1 for none.
   * Answers what epoll_wait does: a negative number is -errno.
   */
  wait(timeout: number, wake: (who: T) => void): number {
    if (this.epfd < 0) this.epfd = sys.epoll_create1(EPOLL_CLOEXEC);
    const count = sys.epoll_wait(this.epfd, this.events, BATCH, timeout);
    for (let index = 0; index < count; index++) {
      const fd = sys.epollData(this.events, index);
      if (fd === this.alarm?.fd) this.alarm.ring();
      const interest = this.interests.get(fd);
      if (interest === undefined) continue;
      const ready = sys.epollMask(this.events, index);
      const remaining: Interest<T>['waiters'] = [];
      for (const waiter of interest.waiters) {
        if ((ready & (waiter.events | EPOLLERR | EPOLLHUP)) === 0) remaining.push(waiter);
        else {
          this.waiting--;
          wake(waiter.who);
        }
      }
      if (ready & EPOLLOUT && remaining.length === interest.waiters.length) this.ask(fd, interest, ~EPOLLOUT, 0);
      interest.waiters = remaining;
    }
    return count;
  }

  /** The epoll's own descriptor, which is readable when somebody can go on. */
  get descriptor(): number {
    if (this.epfd < 0) this.epfd = sys.epoll_create1(EPOLL_CLOEXEC);
    return this.epfd;
  }

  dispose(): void {
    if (this.epfd >= 0) sys.close(this.epfd);
    this.epfd = -1;
  }

  private arm(fd: number, interest: Interest<T>, events: number): boolean {
    const { armed } = interest;
    if (armed !== undefined && (events & EPOLLOUT) === 0 && (armed & events) === events) return true;
    return this.ask(fd, interest, -1, events);
  }

  /** Asks for those of the events up to now that are in `kept`, and for others. */
  private ask(fd: number, interest: Interest<T>, kept: number, events: number): boolean {
    const wanted = ((interest.armed ?? 0) & kept) | events;
    const known = interest.armed !== undefined;
    let result = sys.epoll_ctl(this.epfd, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, wanted | EPOLLET, fd);
    if (result === -ENOENT) result = sys.epoll_ctl(this.epfd, EPOLL_CTL_ADD, fd, wanted | EPOLLET, fd);
    if (result === -EEXIST) result = sys.epoll_ctl(this.epfd, EPOLL_CTL_MOD, fd, wanted | EPOLLET, fd);
    interest.armed = result < 0 ? undefined : wanted;
    return result >= 0;
  }
}
