/** Small shared libraries of WebAssembly, as their bytes. */
const text = (name: string): number[] => [name.length, ...new TextEncoder().encode(name)];
const section = (id: number, ...bytes: number[]): number[] => [id, ...unsigned(bytes.length), ...bytes];
const body = (...bytes: number[]): number[] => [...unsigned(bytes.length), ...bytes];
const HEAD = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** LEB128 */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

const [I32, CALL, GET_GLOBAL, GET_LOCAL, SET_LOCAL, I32_CONST, ADD, STORE, DROP, END] = [
  ...[0x7f, 0x10, 0x23, 0x20, 0x21, 0x41, 0x6a, 0x36, 0x1a, 0x0b],
] as const;

/** `libtwo.so`: a function `two`. */
export const two = Uint8Array.from([
  ...HEAD,
  ...section(0, ...text('dylink.0'), 1, 4, 0, 0, 0, 0),
  ...section(1, 1, 0x60, 0, 1, I32),
  ...section(3, 1, 0),
  ...section(7, 1, ...text('two'), 0, 0),
  ...section(10, 1, ...body(0, I32_CONST, 2, END)),
]);

/** PyModuleDef: a head of 20 bytes, the name, a docstring, -1 for no state, and nothing else. The names lie behind it. */
const SIZEOF_DEF = 52;
const word = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
const DEF = [...word(1), ...Array(24).fill(0), ...word(-1), ...Array(20).fill(0)];
const NAMES = new TextEncoder().encode('four\0');
const atName = [GET_GLOBAL, 0, I32_CONST, ...[SIZEOF_DEF & 0x7f], ADD];

/** The extension module `four`, whose constant `four` is twice what `two` of `libtwo.so` returns, which lies in `$ORIGIN/deps`. */
export const four = Uint8Array.from([
  ...HEAD,
  ...section(
    0,
    ...text('dylink.0'),
    ...[1, 4, SIZEOF_DEF + NAMES.length, 2, 0, 0],
    ...section(2, 1, ...text('libtwo.so')),
    ...section(5, 1, ...text('$ORIGIN/deps')),
  ),
  ...section(1, 3, ...[0x60, 0, 1, I32], ...[0x60, 2, I32, I32, 1, I32], ...[0x60, 3, I32, I32, I32, 1, I32]),
  ...section(
    2,
    5,
    ...[...text('env'), ...text('memory'), 2, 0, 0],
    ...[...text('env'), ...text('__memory_base'), 3, I32, 0],
    ...[...text('env'), ...text('two'), 0, 0],
    ...[...text('env'), ...text('PyModule_Create2'), 0, 1],
    ...[...text('env'), ...text('PyModule_AddIntConstant'), 0, 2],
  ),
  ...section(3, 1, 0),
  ...section(7, 1, ...text('PyInit_four'), 0, 3),
  ...section(
    10,
    1,
    ...body(
      ...[1, 1, I32],
      ...[GET_GLOBAL, 0, ...atName, STORE, 2, 20],
      // PYTHON_API_VERSION, 1013.
      ...[GET_GLOBAL, 0, I32_CONST, 0xf5, 0x07, CALL, 1, SET_LOCAL, 0],
      ...[GET_LOCAL, 0, ...atName, CALL, 0, CALL, 0, ADD, CALL, 2, DROP],
      ...[GET_LOCAL, 0, END],
    ),
  ),
  ...section(11, 1, 0, GET_GLOBAL, 0, END, ...unsigned(SIZEOF_DEF + NAMES.length), ...DEF, ...NAMES),
]);
