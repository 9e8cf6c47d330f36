/** termios.c: the list of a terminal's attributes, and the kernel's `struct termios2`, which has speeds as numbers. */
import { moduleConstants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { long } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';

/** asm-generic/termbits.h: four words of flags, the line discipline, 19 characters, two speeds. */
export const SIZEOF_TERMIOS2 = 44;
const C_CC = 17;
const KERNEL_NCCS = 19;
const C_ISPEED = 36;
const C_OSPEED = 40;
/** The flags' places: iflag, oflag, cflag, lflag. */
const FLAGS = [0, 4, 8, 12] as const;
const C_CFLAG = 8;
const C_LFLAG = 12;

const INPUT_SHIFT = 16;
/** A speed that has no bit pattern of its own. */
const BOTHER = 0x1000;
/** B50 to B38400 by their bit patterns, and those from B57600 on, which begin behind BOTHER. */
const SLOW = [0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400];
const FAST = [
  57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000,
  4000000,
];
const CBAUD = 0x100f;

function bitsOf(speed: number): number {
  const slow = SLOW.indexOf(speed);
  if (slow >= 0) return slow;
  return BOTHER + FAST.indexOf(speed) + 1;
}

/** The control flags with the bit patterns of both speeds, as glibc has them since 2.42. */
function withSpeeds(cflag: number, input: number, output: number): number {
  const rest = cflag & ~(CBAUD | (CBAUD << INPUT_SHIFT));
  return (rest | bitsOf(output) | (bitsOf(input) << INPUT_SHIFT)) >>> 0;
}

/** termios.c: termios_tcgetattr_impl: `[iflag, oflag, cflag, lflag, ispeed, ospeed, cc]` */
export function listOf({ capi }: Bridge, bytes: Uint8Array): PyObject {
  const { ICANON = 0, NCCS = 0, VMIN = 0, VTIME = 0 } = moduleConstants('termios');
  const view = new DataView(bytes.buffer);
  const word = (offset: number): number => view.getUint32(offset, true);
  const [input, output] = [word(C_ISPEED), word(C_OSPEED)];
  const isRaw = (word(C_LFLAG) & ICANON) === 0;
  const characters = Array.from({ length: NCCS }, (_, index) => {
    const code = index < KERNEL_NCCS ? (bytes[C_CC + index] as number) : 0;
    if (isRaw && (index === VMIN || index === VTIME)) return capi.PyLong_FromLong(code);
    return capi.bytesOf(Uint8Array.of(code));
  });
  const flags = FLAGS.map((offset) =>
    capi.fromNumber(offset === C_CFLAG ? withSpeeds(word(C_CFLAG), input, output) : word(offset)),
  );
  return capi.listOf([...flags, capi.fromNumber(input), capi.fromNumber(output), capi.listOf(characters)]);
}

/** termios.c: termios_tcsetattr_impl: the list is one, before the terminal is asked for what it has. */
export function checkList({ capi }: Bridge, list: PyObject): void {
  if (capi.PyList_Check(list) && capi.PySequence_Size(list) === 7) return;
  capi.raise('TypeError', 'tcsetattr, arg 3: must be 7 element list');
  throw RAISED;
}

/** termios.c: termios_tcsetattr_impl: writes what a list says over the attributes that the terminal has. */
export function readList(bridge: Bridge, list: PyObject, bytes: Uint8Array): void {
  const { capi } = bridge;
  const refuse = (message: string): never => {
    capi.raise('TypeError', message);
    throw RAISED;
  };
  const isList = (o: PyObject, size: number): boolean => capi.PyList_Check(o) && capi.PySequence_Size(o) === size;
  const { NCCS = 0 } = moduleConstants('termios');
  const view = new DataView(bytes.buffer);
  const integer = (o: PyObject): number =>
    Number(BigInt.asUintN(32, long.convert(bridge, o, { function: 'tcsetattr', parameter: 'attributes' })));
  const [flags, speeds] = [
    [0, 1, 2, 3],
    [4, 5],
  ].map((places) => places.map((index) => integer(capi.PyList_GetItem(list, index)))) as [number[], number[]];
  const characters = capi.PyList_GetItem(list, 6);
  if (!isList(characters, NCCS)) refuse(`tcsetattr: attributes[6] must be ${NCCS} element list`);
  for (let index = 0; index < NCCS; index++) {
    const o = capi.PyList_GetItem(characters, index);
    let code = 0;
    if (capi.PyBytes_Check(o) && capi.PyBytes_GET_SIZE(o) === 1)
      code = capi.module.HEAPU8[capi.PyBytes_AS_STRING(o)] ?? 0;
    else if (capi.PyLong_Check(o)) code = integer(o) & 0xff;
    else refuse('tcsetattr: elements of attributes must be bytes objects of length 1 or integers');
    if (index < KERNEL_NCCS) bytes[C_CC + index] = code;
  }
  const [input, output] = speeds as [number, number];
  for (const [index, offset] of FLAGS.entries()) view.setUint32(offset, flags[index] as number, true);
  view.setUint32(C_CFLAG, withSpeeds(flags[2] as number, input, output), true);
  view.setUint32(C_ISPEED, input, true);
  view.setUint32(C_OSPEED, output, true);
}
