/** The code of a builtin that waits, which is WebAssembly: trampolines.ts says why. */
import { CHECK_SIGNALS, WOULD_CALL, WOULD_WAIT } from '@pysock/host/call';
import type { RawFunction } from './emscripten.ts';
import { I32, op, signed, unsigned, VOID } from './encoder.ts';

/** What every builtin that waits calls: for each its signature, in the order in which a module imports them. */
export const WAITING_IMPORTS = {
  park: 'i',
  suspend: 'v',
  block: 'v',
  resume: 'i',
  check: 'i',
  checked: 'ii',
} as const;

/** And one that has functions of Python's called. */
export const CALLING_IMPORTS = { callee: 'i', args: 'i', callObject: 'iii', called: 'vi' } as const;

export type WaitingImports = Readonly<Record<keyof typeof WAITING_IMPORTS, WebAssembly.ImportValue>>;
export type CallingImports = Readonly<Record<keyof typeof CALLING_IMPORTS, RawFunction>>;

/** Numbers of functions in a module: the builtin's own, and the first of those above, which follow one another. */
export interface WaitingNumbers {
  readonly attempt: number;
  readonly waiting: number;
  /** Undefined: it has no function of Python's called. */
  readonly calling: number | undefined;
}

/** attempt(...) and, for as long as it has to wait, park/suspend/resume. */
export function waitingBody(arity: number, numbers: WaitingNumbers): number[] {
  const result = arity;
  const call = (number: number): number[] => [op.call, ...unsigned(number)];
  const [park, suspend, block, resume, check, checked] = Object.keys(WAITING_IMPORTS).map((_, index) =>
    call(numbers.waiting + index),
  ) as [number[], number[], number[], number[], number[], number[]];
  const attempting = [
    ...Array.from({ length: arity }, (_, index) => [op.localGet, index]).flat(),
    ...[...call(numbers.attempt), op.localSet, result],
  ];
  const ifResultIs = (word: number): number[] => [
    ...[op.localGet, result, op.i32Const, ...signed(word), op.i32Eq, op.if, VOID],
  ];
  const { calling } = numbers;
  const calls =
    calling === undefined
      ? []
      : [...ifResultIs(WOULD_CALL), ...[0, 1, 2, 3].flatMap((index) => call(calling + index)), ...attempting];
  const code = [
    ...attempting,
    ...[op.loop, VOID, ...ifResultIs(WOULD_WAIT), ...park],
    ...[op.if, VOID, op.try, VOID, ...suspend, op.catchAll, ...block, op.end, op.end],
    ...[...resume, op.localSet, result, op.br, 1, op.end],
    ...[...ifResultIs(CHECK_SIGNALS), ...check, ...checked, op.localSet, result, op.br, 1, op.end],
    ...(calls.length === 0 ? [] : [...calls, op.br, 1, op.end]),
    ...[op.end, op.localGet, result, op.end],
  ];
  return [1, 1, I32, ...code];
}
