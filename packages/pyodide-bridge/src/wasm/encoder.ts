/** Writing small WebAssembly modules: numbers, sections and types as the binary format has them. */

export const I32 = 0x7f;
/** The type of a block without a result. */
export const VOID = 0x40;
export const FUNCREF = 0x70;

/** The letters of Emscripten's signatures. */
const TYPES: Readonly<Record<string, number>> = { i: I32, p: I32, j: 0x7e, f: 0x7d, d: 0x7c, e: 0x6f };

export const op = {
  loop: 0x03,
  if: 0x04,
  try: 0x06,
  end: 0x0b,
  br: 0x0c,
  call: 0x10,
  catchAll: 0x19,
  localGet: 0x20,
  localSet: 0x21,
  i32Const: 0x41,
  i32Eq: 0x46,
} as const;

export const Section = { type: 1, import: 2, function: 3, export: 7, element: 9, code: 10 } as const;

/** LEB128 of a number from 0 to 2**32 - 1. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** LEB128 of a number from -2**31 to 2**31 - 1. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -0x40 || rest >= 0x40) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}

export const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];

export const section = (id: number, bytes: readonly number[]): number[] => [id, ...unsigned(bytes.length), ...bytes];

/** A name of ASCII characters. */
export const name = (text: string): number[] => vector([...text].map((c) => [c.charCodeAt(0)]));

/** A function's type as Emscripten writes it: the result's letter (v: none), then the parameters'. */
export function functionType(signature: string): number[] {
  const [result, ...parameters] = [...signature];
  const types = (letters: readonly (string | undefined)[]) =>
    letters.map((letter) => [TYPES[letter as string] as number]);
  return [0x60, ...vector(types(parameters)), ...vector(types(result === 'v' ? [] : [result]))];
}

/** Imports of functions have a module's name, their own, 0, and the number of their type. */
export const importedFunction = (from: string, own: string, type: number): number[] => [
  ...name(from),
  ...name(own),
  0,
  ...unsigned(type),
];

/** A whole module of some sections. */
export function wasmModule(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...sections.flat()]);
}
