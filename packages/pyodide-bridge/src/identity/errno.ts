/** Error numbers: the guest has WASI's, the host its own. They are translated by name. */
import { sys } from '@pysock/host';
import type { GuestErrno, HostErrno } from '@pysock/host/call';
import type { EmscriptenModule } from '../capi/index.ts';

/** Where the guest has no number for a name, its host number is moved out of the way of all the guest's own. */
const FOREIGN = 1000;

export type ErrnoMap = ReturnType<typeof createErrnoMap>;

/** `isLinux`: whether Python sees the host's numbers. The guest's C code always sees its own. */
export function createErrnoMap(module: Pick<EmscriptenModule, 'ERRNO_CODES'>, isLinux = false) {
  const codes = module.ERRNO_CODES;
  const names = new Map(Object.entries(codes).map(([name, number]) => [number, name]));
  const guests = new Map<number, number>();

  /** The guest's number of a host errno. */
  function guest(host: HostErrno): GuestErrno {
    let number = guests.get(host);
    if (number === undefined) {
      const name = sys.errnoName(host);
      number = (name === undefined ? undefined : codes[name]) ?? FOREIGN + host;
      guests.set(host, number);
    }
    return number;
  }

  return {
    guest,
    /** The host's number of a guest errno; the number itself where it has no name. */
    host(guest: GuestErrno): HostErrno {
      const name = names.get(guest);
      if (name === undefined) return guest > FOREIGN ? guest - FOREIGN : Number(guest);
      return sys.errnoByName(name) ?? Number(guest);
    },
    /** Whether the guest's C code has such a number. */
    isGuest: (number: number): boolean => names.has(number) || number > FOREIGN,
    /** The number that Python is shown for a host errno. */
    shown: (host: HostErrno): number => (isLinux ? host : guest(host)),
  };
}
