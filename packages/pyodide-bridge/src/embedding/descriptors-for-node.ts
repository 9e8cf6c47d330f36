/**
 * Descriptors from Node to Python and back. A descriptor has one owner, which closes it: both functions take it from the one and
 * give it to the other.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import type { OpenDescriptors } from './open-descriptors.ts';
import { kindOf } from './run-options.ts';

const { F_DUPFD_CLOEXEC, F_GETFL, F_SETFL, O_NONBLOCK } = constants;
const LOWEST = 3;

/** A `net.Socket` or `net.Server`, or what else of Node's has a handle with a descriptor. */
export interface HasHandle {
  readonly _handle?: { readonly fd?: number } | null;
  pause?(): unknown;
  destroy?(): unknown;
  close?(): unknown;
}

/** A socket or file of Python's, as JavaScript sees it. */
export interface HasFileno {
  fileno(): number;
  getsockname?(): unknown;
  detach?(): number;
}

/** The host's descriptor behind something of Node's, or the number that was given. */
function descriptorOf(source: unknown): number {
  const fd = typeof source === 'number' ? source : (source as HasHandle | null | undefined)?._handle?.fd;
  if (typeof fd === 'number' && Number.isInteger(fd) && fd >= 0) return fd;
  const given = typeof source === 'number' ? String(source) : kindOf(source);
  throw new TypeError(
    `giveToPython: a socket or server of Node's that is open, or a descriptor's number, is expected, not ${given}`,
  );
}

/** See `PythonEntry.giveToPython`. */
export function giveToPython(bridge: Bridge, source: HasHandle | number): number {
  const fd = descriptorOf(source);
  // A copy: Node's handle closes its own.
  const copy = sys.fcntl(fd, F_DUPFD_CLOEXEC, LOWEST);
  if (copy < 0) throw new Error(`giveToPython: the descriptor ${fd} is not open`);
  // A blocking one, as Python's sockets are; the mode is the file's, which Node has no more to do with.
  sys.fcntl(copy, F_SETFL, Math.max(sys.fcntl(copy, F_GETFL), 0) & ~O_NONBLOCK);
  if (typeof source === 'number') sys.close(fd);
  else if (source.destroy !== undefined) source.destroy();
  else source.close?.();
  return bridge.descriptors.open(copy);
}

/** See `PythonEntry.takeFromPython`. */
export function takeFromPython(bridge: Bridge, open: OpenDescriptors, source: HasFileno | number): number {
  const guest = typeof source === 'number' ? source : source?.fileno?.();
  if (typeof guest !== 'number' || bridge.descriptors.find(guest) === undefined) {
    throw new TypeError(
      `takeFromPython: an open socket or file of Python's, or its fileno(), is expected, not ${typeof source === 'number' ? source : kindOf(source)}`,
    );
  }
  // The object has no descriptor any more, and does not close it when it is collected.
  if (typeof source !== 'number' && source.getsockname !== undefined) source.detach?.();
  const host = bridge.descriptors.take(guest);
  open.release(host);
  return host;
}
