/**
 * Waiting with JavaScript's event loop running: while every Python thread is suspended, the loop watches the descriptor that
 * is readable when one of them can go on, and a timer the nearest deadline.
 */
import { Watch } from '@pysock/host';

export class Outside {
  private readonly watch: Watch;
  private readonly go: () => void;
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;

  /** `go` is called from the event loop when a descriptor is ready or the time is over; it may find nothing. */
  constructor(epfd: number, go: () => void) {
    this.go = go;
    this.watch = new Watch(epfd, () => {
      this.forget();
      go();
    });
  }

  /** Has `go` called, once at least. `timeout` in milliseconds, -1 for none. */
  wait(timeout: number): void {
    this.forget();
    if (timeout === 0) this.immediate = setImmediate(this.go);
    else if (timeout > 0) this.timer = setTimeout(this.go, timeout);
    this.watch.want();
  }

  /** Ends the wait that is under way: the process may end. */
  stop(): void {
    this.forget();
    this.watch.rest();
  }

  close(): void {
    this.stop();
    this.watch.close();
  }

  /** Of several calls that are due, each would ask for another: JavaScript had its turn only after all of them. */
  private forget(): void {
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
  }
}
