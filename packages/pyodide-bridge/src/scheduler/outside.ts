/**
 * Waiting with JavaScript's event loop running: while every Python thread is suspended, another thread of Node's waits in
 * the kernel for all of them, and a timer for the nearest deadline.
 */
import { constants, sys } from '@pysock/host';

const { O_CLOEXEC, O_NONBLOCK, POLLIN } = constants;

export class Outside {
  /** `struct pollfd` of the epoll and of the pipe that ends a wait. They are the waiting thread's while it waits. */
  private readonly fds: Int32Array;
  private readonly pipe = new Int32Array(2);
  private readonly go: () => void;
  private waiting = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  /** `go` is called when a descriptor is ready or the time is over; it may find nothing. */
  constructor(epfd: number, go: () => void) {
    sys.pipe2(this.pipe, O_CLOEXEC | O_NONBLOCK);
    this.fds = Int32Array.of(epfd, POLLIN, this.pipe[0] as number, POLLIN);
    this.go = go;
  }

  /** Has `go` called. `timeout` in milliseconds, -1 for none. */
  wait(timeout: number): void {
    clearTimeout(this.timer);
    if (timeout >= 0) this.timer = setTimeout(this.go, timeout);
    if (this.waiting) return;
    this.waiting = true;
    sys.pollAsync(this.fds, 2, -1, () => {
      this.waiting = false;
      if (this.stopped) this.close();
      else this.go();
    });
  }

  /** Ends the wait that is under way, so that the process can end. */
  stop(): void {
    clearTimeout(this.timer);
    this.stopped = true;
    if (this.waiting) sys.write(this.pipe[1] as number, Uint8Array.of(0), 1);
    else this.close();
  }

  private close(): void {
    for (const fd of this.pipe) sys.close(fd);
  }
}
