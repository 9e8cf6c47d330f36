/** <stdlib.h>, <unistd.h>, <utmp.h>: pseudo-terminals and the terminal's user. Results as in socket.ts, but where said. */
import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';

const c = watchable({
  posix_openpt: lazy('int posix_openpt(int)'),
  grantpt: lazy('int grantpt(int)'),
  unlockpt: lazy('int unlockpt(int)'),
  ptsname_r: lazy('int ptsname_r(int, void *, size_t)'),
  ttyname_r: lazy('int ttyname_r(int, void *, size_t)'),
  getlogin_r: lazy('int getlogin_r(void *, size_t)'),
  ioctlNumber: lazy('int ioctl(int, unsigned long, int64_t)'),
});

export function posix_openpt(flags: number): number {
  return resultOf(c.posix_openpt(flags));
}

export function grantpt(fd: number): number {
  return resultOf(c.grantpt(fd));
}

export function unlockpt(fd: number): number {
  return resultOf(c.unlockpt(fd));
}

/** Each writes a text with a NUL at its end, and returns its error itself: 0, or -errno. */
export function ptsname_r(fd: number, name: Uint8Array): number {
  return -c.ptsname_r(fd, name, name.length);
}

export function ttyname_r(fd: number, name: Uint8Array): number {
  return -c.ttyname_r(fd, name, name.length);
}

export function getlogin_r(name: Uint8Array): number {
  return -c.getlogin_r(name, name.length);
}

/** `ioctl` with a number for its argument. */
export function ioctlNumber(fd: number, request: number, argument: number): number {
  return resultOf(c.ioctlNumber(fd, request, argument));
}
