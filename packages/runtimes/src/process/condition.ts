/** Milliseconds between looks at something that gives no notice, such as /proc: at first, and at most. */
const FIRST_MS = 2;
const LAST_MS = 25;

/** Contract: true as soon as the condition is seen to hold, false when it did not within the time given. */
export async function waitUntil(condition: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (let pause = FIRST_MS; !condition(); pause = Math.min(pause * 1.3, LAST_MS)) {
    if (performance.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return true;
}
