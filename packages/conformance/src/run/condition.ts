/** Milliseconds between two looks at something that gives no notice, such as /proc. */
const LOOK_EVERY_MS = 5;

/** Contract: true as soon as the condition holds, false when it did not within the time given. */
export async function waitUntil(condition: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return true;
}
