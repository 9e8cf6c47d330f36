/** What lies between C and a function of ours: no JavaScript error crosses into C. */

/** A function as C calls it: words in, a word or nothing out. */
export type CCall = (...args: number[]) => number | undefined;

/** Wraps what C calls. Where it throws, C gets `failure`. */
export type Guard = (call: CCall, failure: number) => CCall;

/** `caught` makes a Python exception of what was thrown. */
export function createGuard(caught: (error: unknown) => void): Guard {
  return (call, failure) =>
    (...args) => {
      try {
        return call(...args);
      } catch (error) {
        caught(error);
        return failure;
      }
    };
}
