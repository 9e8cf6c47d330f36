/**
 * What the arguments of ioctl's requests, fcntl's commands and socket options mean for addresses.
 *
 * A guest address is a small number, and Node's own data lies at small numbers too: none may reach the kernel inside a structure.
 */
import { constants } from '@pysock/host';
import { ifconf, ifreq, rtentry, sock_fprog } from '@pysock/host/layouts';

const {
  FIOCLEX,
  FIONCLEX,
  NS_GET_PARENT,
  NS_GET_USERNS,
  SIOCADDRT,
  SIOCBONDINFOQUERY,
  SIOCBONDSLAVEINFOQUERY,
  SIOCDELRT,
  SIOCETHTOOL,
  SIOCGHWTSTAMP,
  SIOCGIFCONF,
  SIOCGSKNS,
  SIOCPROTOPRIVATE,
  SIOCSHWTSTAMP,
  SIOCWANDEV,
  TIOCGPTPEER,
  TUNATTACHFILTER,
  TUNDETACHFILTER,
} = constants;

/** Where a structure has a pointer to bytes without further pointers, by request. */
export const POINTERS: ReadonlyMap<number, number> = new Map([
  [SIOCGIFCONF, ifconf.ifc_buf],
  [SIOCETHTOOL, ifreq.ifr_data],
  [SIOCBONDSLAVEINFOQUERY, ifreq.ifr_data],
  [SIOCBONDINFOQUERY, ifreq.ifr_data],
  [SIOCSHWTSTAMP, ifreq.ifr_data],
  [SIOCGHWTSTAMP, ifreq.ifr_data],
  [SIOCADDRT, rtentry.rt_dev],
  [SIOCDELRT, rtentry.rt_dev],
  [TUNATTACHFILTER, sock_fprog.filter],
  [TUNDETACHFILTER, sock_fprog.filter],
]);

/** The argument is a number and no address. Terminals, the flag of exec, what TUN interfaces are set to. */
const VALUES: ReadonlySet<number> = new Set([
  constants.TCSBRK,
  constants.TCXONC,
  constants.TCFLSH,
  constants.TIOCEXCL,
  constants.TIOCNXCL,
  constants.TIOCSCTTY,
  constants.TIOCNOTTY,
  constants.TCSBRKP,
  constants.TIOCSBRK,
  constants.TIOCCBRK,
  constants.TIOCCONS,
  constants.TIOCVHANGUP,
  FIOCLEX,
  FIONCLEX,
  TIOCGPTPEER,
  SIOCGSKNS,
  NS_GET_USERNS,
  NS_GET_PARENT,
  constants.TUNSETNOCSUM,
  constants.TUNSETDEBUG,
  constants.TUNSETPERSIST,
  constants.TUNSETOWNER,
  constants.TUNSETLINK,
  constants.TUNSETGROUP,
  constants.TUNSETOFFLOAD,
]);

/** No process has anything below this address (vm.mmap_min_addr): what the kernel is to read there is EFAULT. */
export const LOWEST_ADDRESS = 0x10000;

/** The argument is a number, never an address. */
export const takesNumber = (request: number): boolean => VALUES.has(request);

/** Whether a number may be handed to the kernel with a request: it is no address, or one where nothing can lie. */
export const isHarmlessNumber = (request: number, value: number): boolean =>
  VALUES.has(request) || (value >= 0 && value < LOWEST_ADDRESS);

/** The requests of sockets and terminals whose structures are known to hold no address: `SIOC...`, `TC...`, `TIO...`, `TUN...`. */
const SOCKETS = 0x89;
const TERMINALS = 0x54;

/** Those that have some all the same, in a way that is not told here. */
const NESTED: ReadonlySet<number> = new Set([SIOCWANDEV, constants.SIOCGIFBR, constants.SIOCSIFBR]);

/** Whether a structure has no address, apart from the one that POINTERS tells. */
export function isFlat(request: number): boolean {
  const kind = (request >>> 8) & 0xff;
  if (kind === TERMINALS || POINTERS.has(request)) return true;
  return kind === SOCKETS && request < SIOCPROTOPRIVATE && !NESTED.has(request);
}

/** Commands of fcntl whose argument is the address of a structure. */
export const STRUCTURES: ReadonlySet<number> = new Set([
  constants.F_GETLK,
  constants.F_SETLK,
  constants.F_SETLKW,
  constants.F_OFD_GETLK,
  constants.F_OFD_SETLK,
  constants.F_OFD_SETLKW,
  constants.F_GETOWN_EX,
  constants.F_SETOWN_EX,
  constants.F_GET_RW_HINT,
  constants.F_SET_RW_HINT,
  constants.F_GET_FILE_RW_HINT,
  constants.F_SET_FILE_RW_HINT,
]);

/** Whether a structure has a word that could be an address in a guest's memory of `size` bytes. */
export function hasAddress({ buffer, byteOffset, byteLength }: Uint8Array, size: number): boolean {
  const view = new DataView(buffer, byteOffset, byteLength);
  for (let at = 0; at + 8 <= byteLength; at += 8) {
    const word = view.getBigUint64(at, true);
    if (word >= LOWEST_ADDRESS && word < size) return true;
  }
  return false;
}
