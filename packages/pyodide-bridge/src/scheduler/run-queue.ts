/** Who can go on, in the order in which they could. */

/** How many places of the array are left empty at its beginning before they are cut off. */
const CHUNK = 1024;

export class RunQueue<T extends { ready: boolean }> {
  private waiting: T[] = [];
  private head = 0;

  get isEmpty(): boolean {
    return this.head === this.waiting.length;
  }

  add(who: T): void {
    if (who.ready) return;
    who.ready = true;
    this.waiting.push(who);
  }

  /** Before all others, also when it is in the queue already. */
  addFirst(who: T): void {
    const others = this.waiting.slice(this.head).filter((other) => other !== who);
    this.waiting = [who, ...others];
    this.head = 0;
    who.ready = true;
  }

  take(): T | undefined {
    const who = this.waiting[this.head];
    if (who === undefined) return undefined;
    this.head++;
    if (this.head === this.waiting.length || this.head === CHUNK) {
      this.waiting = this.waiting.slice(this.head);
      this.head = 0;
    }
    who.ready = false;
    return who;
  }
}
