/** Who is to be woken when, nearest first: a binary heap. What was woken otherwise is dropped when it comes up. */

export interface Deadline<T> {
  /** Nanoseconds on the monotonic clock. */
  readonly at: number;
  readonly who: T;
  /** Set when it no longer matters. */
  over: boolean;
}

export class Deadlines<T> {
  private readonly heap: Deadline<T>[] = [];

  add(at: number, who: T): Deadline<T> {
    const deadline = { at, who, over: false };
    const { heap } = this;
    heap.push(deadline);
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if ((heap[parent] as Deadline<T>).at <= at) break;
      heap[child] = heap[parent] as Deadline<T>;
      child = parent;
    }
    heap[child] = deadline;
    return deadline;
  }

  /** The nearest deadline that still matters. */
  peek(): Deadline<T> | undefined {
    while (this.heap[0]?.over === true) this.drop();
    return this.heap[0];
  }

  /** Takes the nearest deadline out when it has passed. */
  take(now: number): Deadline<T> | undefined {
    const first = this.peek();
    if (first === undefined || first.at > now) return undefined;
    this.drop();
    first.over = true;
    return first;
  }

  private drop(): void {
    const { heap } = this;
    const last = heap.pop() as Deadline<T>;
    if (heap.length === 0) return;
    let parent = 0;
    for (;;) {
      let child = parent * 2 + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && right.at < (heap[child] as Deadline<T>).at) child++;
      if ((heap[child] as Deadline<T>).at >= last.at) break;
      heap[parent] = heap[child] as Deadline<T>;
      parent = child;
    }
    heap[parent] = last;
  }
}
