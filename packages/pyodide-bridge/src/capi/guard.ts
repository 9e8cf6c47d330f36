/** What lies between C and a function of ours: no JavaScript error crosses into C. */

/** A function as C calls it: words in, a word or nothing out. */
export type CCall = (...args: number[]) => number | undefined;

/** Wraps what C calls with `arity` words. Where it throws, C gets `failure`. */
export type Guard = (call: CCall, failure: number, arity: number) => CCall;

/** `caught` makes a Python exception of what was thrown. A function for each number of words: rest arguments cost 20 ns. */
export function createGuard(caught: (error: unknown) => void): Guard {
  function failed(error: unknown, failure: number): number {
    caught(error);
    return failure;
  }
  return (call, failure, arity) => {
    switch (arity) {
      case 1:
        return (a) => {
          try {
            return call(a as number);
          } catch (error) {
            return failed(error, failure);
          }
        };
      case 2:
        return (a, b) => {
          try {
            return call(a as number, b as number);
          } catch (error) {
            return failed(error, failure);
          }
        };
      case 3:
        return (a, b, c) => {
          try {
            return call(a as number, b as number, c as number);
          } catch (error) {
            return failed(error, failure);
          }
        };
      default:
        return (...args) => {
          try {
            return call(...args);
          } catch (error) {
            return failed(error, failure);
          }
        };
    }
  };
}
