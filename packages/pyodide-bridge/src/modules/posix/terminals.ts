/** posixmodule.c: pseudo-terminals, and the names of terminals and of those who use them. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fildes, int } from '../../capi/clinic/converters.ts';
import type { PyObject } from '../../capi/index.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { builtin, descriptor, failed, none } from '../builtin.ts';

const { O_CLOEXEC, TIOCSCTTY } = constants;
const MOST = 256;

/** The text that a call writes, decoded as a path. `sign` is that of the errors' numbers. */
function text(bridge: Bridge, call: (name: Uint8Array) => number, sign: 1 | -1 = 1): PyObject {
  const name = new Uint8Array(MOST);
  const result = call(name);
  if (result !== 0) return failed(bridge, sign * Math.abs(result));
  return bridge.capi.fsDecode(name.subarray(0, name.indexOf(0)));
}

/** utmp.h: login_tty. The descriptor is closed, as there. */
function login_tty(bridge: Bridge, fd: number): PyObject {
  const { capi, descriptors } = bridge;
  const host = descriptors.host(fd);
  sys.setsid();
  const result = sys.ioctlNumber(host, TIOCSCTTY, 0);
  if (result < 0) return failed(bridge, -result);
  const dup2 = memberOf(capi, 'posix', 'dup2');
  let made = true;
  for (const standard of [0, 1, 2]) {
    const args = capi.pairOf(capi.PyLong_FromLong(fd), capi.PyLong_FromLong(standard));
    const copy: PyObject = made ? capi.PyObject_CallObject(dup2, args) : 0;
    made = copy !== 0;
    for (const o of [args, copy]) if (o !== 0) capi.Py_DecRef(o);
  }
  capi.Py_DecRef(dup2);
  if (!made) return 0;
  if (fd > 2) descriptors.close(fd);
  return capi.none();
}

export const terminalFunctions = [
  /** posixmodule.c: os_posix_openpt_impl. The descriptor is not inherited, whatever the flags say. */
  builtin('posix_openpt($module, oflag, /)', 'Open the master of a new pseudo-terminal.', [int], (bridge, flags) =>
    descriptor(bridge, sys.posix_openpt(flags | O_CLOEXEC)),
  ),
  /** posixmodule.c: os_grantpt_impl */
  builtin(
    'grantpt($module, fd, /)',
    "Give the slave of a pseudo-terminal to the process's user.",
    [fildes],
    (bridge, fd) => none(bridge, sys.grantpt(bridge.descriptors.host(fd))),
  ),
  /** posixmodule.c: os_unlockpt_impl */
  builtin('unlockpt($module, fd, /)', 'Let the slave of a pseudo-terminal be opened.', [fildes], (bridge, fd) =>
    none(bridge, sys.unlockpt(bridge.descriptors.host(fd))),
  ),
  /** posixmodule.c: os_ptsname_impl */
  builtin('ptsname($module, fd, /)', "The path of a pseudo-terminal's slave.", [fildes], (bridge, fd) =>
    text(bridge, (name) => sys.ptsname_r(bridge.descriptors.host(fd), name)),
  ),
  /** posixmodule.c: os_ttyname_impl */
  builtin('ttyname($module, fd, /)', 'The path of the terminal that a descriptor is.', [int], (bridge, fd) =>
    text(bridge, (name) => sys.ttyname_r(bridge.descriptors.host(fd), name)),
  ),
  /** posixmodule.c: os_login_tty_impl */
  builtin(
    'login_tty($module, fd, /)',
    'Make a terminal the controlling one of a new session, and the standard streams.',
    [fildes],
    login_tty,
  ),
  /** posixmodule.c: os_getlogin_impl. sic: the error's number has its sign changed. */
  builtin('getlogin($module, /)', 'The name of the user who has logged in at the controlling terminal.', [], (bridge) =>
    text(bridge, sys.getlogin_r, -1),
  ),
];
