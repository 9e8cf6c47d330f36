/** termios.c: terminals. What it raises is `termios.error`. */
import { constants, moduleConstants, strerror, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fildes, int, long, object } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { builtin } from '../builtin.ts';
import { checkList, listOf, readList, SIZEOF_TERMIOS2 } from './attributes.ts';

const { EINVAL, TCFLSH, TCGETS2, TCSBRK, TCSBRKP, TCSETS2, TCXONC, TIOCGWINSZ, TIOCSWINSZ } = constants;

const { USHRT_MAX } = constants;
/** How many milliseconds a unit of TCSBRKP has. */
const BREAK_UNIT = 100;

/** termios.c: termios_error. No OSError, so its number is nobody else's to translate. */
function failed({ capi }: Bridge, host: number): 0 {
  const type = memberOf(capi, 'termios', 'error');
  const args = capi.pairOf(capi.PyLong_FromLong(host), capi.strOf(strerror(host)));
  if (args !== 0) {
    capi.PyErr_SetObject(type, args);
    capi.Py_DecRef(args);
  }
  capi.Py_DecRef(type);
  return 0;
}

const none = (bridge: Bridge, result: number): PyObject => (result < 0 ? failed(bridge, -result) : bridge.capi.none());

/** A request whose argument is a number. */
const request = (bridge: Bridge, fd: number, number: number, argument: number): PyObject =>
  none(bridge, sys.ioctlNumber(bridge.descriptors.host(fd), number, argument));

/** termios.c: termios_tcsetwinsize_impl: rows and columns. */
function sizeOf(bridge: Bridge, o: PyObject): [number, number] {
  const { capi } = bridge;
  if (capi.PySequence_Check(o) === 0 || capi.PySequence_Size(o) !== 2) {
    capi.PyErr_Clear();
    capi.raise('TypeError', 'tcsetwinsize, arg 2: must be a two-item sequence');
    throw RAISED;
  }
  const sizes = [0, 1].map((index) => {
    const item = capi.PySequence_GetItem(o, index);
    if (item === 0) throw RAISED;
    try {
      return Number(long.convert(bridge, item, { function: 'tcsetwinsize', parameter: 'winsize' }));
    } finally {
      capi.Py_DecRef(item);
    }
  }) as [number, number];
  if (sizes.every((size) => size >= 0 && size <= USHRT_MAX)) return sizes;
  capi.raise('OverflowError', 'winsize value(s) out of range.');
  throw RAISED;
}

export const termiosFunctions = [
  /** termios.c: termios_tcgetattr_impl */
  builtin(
    'tcgetattr($module, fd, /)',
    'The attributes of a terminal: [iflag, oflag, cflag, lflag, ispeed, ospeed, cc].',
    [fildes],
    (bridge, fd) => {
      const bytes = new Uint8Array(SIZEOF_TERMIOS2);
      const result = sys.ioctl(bridge.descriptors.host(fd), TCGETS2, bytes);
      return result < 0 ? failed(bridge, -result) : listOf(bridge, bytes);
    },
  ),
  /** termios.c: termios_tcsetattr_impl */
  builtin(
    'tcsetattr($module, fd, when, attributes, /)',
    'Set the attributes of a terminal: now, when all is written, or with what was read thrown away.',
    [fildes, int, object],
    (bridge, fd, when, attributes) => {
      checkList(bridge, attributes);
      const host = bridge.descriptors.host(fd);
      const bytes = new Uint8Array(SIZEOF_TERMIOS2);
      // What the list does not have, the line discipline, stays.
      const before = sys.ioctl(host, TCGETS2, bytes);
      if (before < 0) return failed(bridge, -before);
      readList(bridge, attributes, bytes);
      if (when < 0 || when > 2) return failed(bridge, EINVAL);
      return none(bridge, sys.ioctl(host, TCSETS2 + when, bytes));
    },
  ),
  /** termios.c: termios_tcsendbreak_impl */
  builtin('tcsendbreak($module, fd, duration, /)', 'Send a break.', [fildes, int], (bridge, fd, duration) => {
    if (duration <= 0) return request(bridge, fd, TCSBRK, 0);
    return request(bridge, fd, TCSBRKP, Math.ceil(duration / BREAK_UNIT));
  }),
  /** termios.c: termios_tcdrain_impl */
  builtin('tcdrain($module, fd, /)', 'Wait until all that was written has been sent.', [fildes], (bridge, fd) =>
    request(bridge, fd, TCSBRK, 1),
  ),
  /** termios.c: termios_tcflush_impl */
  builtin(
    'tcflush($module, fd, queue, /)',
    'Throw away what was received and not read, or written and not sent.',
    [fildes, int],
    (bridge, fd, queue) => request(bridge, fd, TCFLSH, queue),
  ),
  /** termios.c: termios_tcflow_impl */
  builtin(
    'tcflow($module, fd, action, /)',
    'Stop or go on with sending or receiving.',
    [fildes, int],
    (bridge, fd, action) => request(bridge, fd, TCXONC, action),
  ),
  /** termios.c: termios_tcgetwinsize_impl */
  builtin('tcgetwinsize($module, fd, /)', "A terminal's size: (rows, columns).", [fildes], (bridge, fd) => {
    const size = new Uint16Array(4);
    const result = sys.ioctl(bridge.descriptors.host(fd), TIOCGWINSZ, size);
    if (result < 0) return failed(bridge, -result);
    const [rows = 0, columns = 0] = size;
    return bridge.capi.pairOf(bridge.capi.PyLong_FromLong(rows), bridge.capi.PyLong_FromLong(columns));
  }),
  /** termios.c: termios_tcsetwinsize_impl. The size in pixels stays. */
  builtin(
    'tcsetwinsize($module, fd, winsize, /)',
    "Set a terminal's size: (rows, columns).",
    [fildes, object],
    (bridge, fd, winsize) => {
      const [rows, columns] = sizeOf(bridge, winsize);
      const host = bridge.descriptors.host(fd);
      const size = new Uint16Array(4);
      const before = sys.ioctl(host, TIOCGWINSZ, size);
      if (before < 0) return failed(bridge, -before);
      size[0] = rows;
      size[1] = columns;
      return none(bridge, sys.ioctl(host, TIOCSWINSZ, size));
    },
  ),
];

/** Gives the module the integer constants that it has on a Linux. Emscripten's speeds are numbers of bit patterns. */
export function constantsProgram(): string {
  return `
def complete_termios(constants):
    import termios
    names = vars(termios)
    for key in [key for key, value in names.items() if type(value) is int]:
        del names[key]
    names.update(constants)
complete_termios(${JSON.stringify(moduleConstants('termios'))})
del complete_termios
`;
}
