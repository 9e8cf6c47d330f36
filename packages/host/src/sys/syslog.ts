/** <syslog.h>: the system's log. */
import { addressOf, lazy } from '../call/libc.ts';
import { cString } from '../call/memory.ts';

const c = {
  openlog: lazy<(ident: number, option: number, facility: number) => void>('void openlog(uintptr_t, int, int)'),
  // What it formats has no arguments (below), so the rest of its own is left out.
  syslog: lazy<(priority: number, format: Uint8Array) => void>('void syslog(int, void *)'),
  closelog: lazy<() => void>('void closelog()'),
  setlogmask: lazy('int setlogmask(int)'),
};

/** C keeps its address until the log is opened anew or closed. */
let identity: Buffer | undefined;

/** Null where there is no name for the program: C then takes its own. */
export function openlog(ident: string | null, option: number, facility: number): void {
  const previous = identity;
  // Not on V8's heap, where it might be moved.
  identity = ident === null ? undefined : Buffer.allocUnsafeSlow(Buffer.byteLength(ident) + 1);
  identity?.write(`${ident}\0`);
  c.openlog(identity === undefined ? 0 : addressOf(identity), option, facility);
  previous?.fill(0);
}

export function syslog(priority: number, message: string): void {
  c.syslog(priority, cString(message.replaceAll('%', '%%')));
}

export function closelog(): void {
  c.closelog();
  identity = undefined;
}

/** Returns the mask that was there. */
export function setlogmask(mask: number): number {
  return c.setlogmask(mask);
}
