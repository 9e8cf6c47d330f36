/** Functions around C functions of the guest: what comes before may be suspended, so there is only WebAssembly between them. */
import type { RawFunction } from './emscripten.ts';
import {
  functionType,
  I32,
  importedFunction,
  name,
  op,
  Section,
  section,
  unsigned,
  VOID,
  vector,
  wasmModule,
} from './encoder.ts';

/** `(first argument) => 0` leaves the call out, whose result is then 0. */
export interface Guards {
  readonly before: RawFunction;
  readonly after: (self: number) => void;
}

export interface GuardedCall {
  readonly call: RawFunction;
  readonly arity: number;
}

/** before(self), and when it says so, the call and after(self). */
function body(arity: number, call: number): number[] {
  const [before, after, result] = [0, 1, arity];
  const code = [
    ...[op.localGet, 0, op.call, before, op.if, VOID],
    ...Array.from({ length: arity }, (_, index) => [op.localGet, index]).flat(),
    ...[op.call, ...unsigned(call), op.localSet, result],
    ...[op.localGet, 0, op.call, after, op.end, op.localGet, result, op.end],
  ];
  const whole = [1, 1, I32, ...code];
  return [...unsigned(whole.length), ...whole];
}

/** A function for each call, all in one module. */
export function guardCalls({ before, after }: Guards, calls: readonly GuardedCall[]): RawFunction[] {
  const most = Math.max(...calls.map(({ arity }) => arity));
  const types = ['ii', 'vi', ...Array.from({ length: most }, (_, index) => 'i'.repeat(index + 2))];
  const typeOf = (arity: number): number => arity + 1;
  const first = 2 + calls.length;
  const bytes = wasmModule(
    section(Section.type, vector(types.map(functionType))),
    section(
      Section.import,
      vector([
        importedFunction('e', 'before', 0),
        importedFunction('e', 'after', 1),
        ...calls.map(({ arity }, index) => importedFunction('e', `c${index}`, typeOf(arity))),
      ]),
    ),
    section(Section.function, vector(calls.map(({ arity }) => [typeOf(arity)]))),
    section(Section.export, vector(calls.map((_, index) => [...name(`f${index}`), 0, ...unsigned(first + index)]))),
    section(Section.code, vector(calls.map(({ arity }, index) => body(arity, 2 + index)))),
  );
  const originals = Object.fromEntries(calls.map(({ call }, index) => [`c${index}`, call]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    e: { before, after, ...originals },
  });
  return calls.map((_, index) => exports[`f${index}`] as RawFunction);
}
