/** ioctl: terminals, and how much there is to read. Answers as in path-calls.ts. */
import { constants, sys } from '@pysock/host';
import type { GuestCalls, HostFilesContext } from './path-calls.ts';

const TCGETS = 0x5401;
const TCSETS = 0x5402;
const TCSETSW = 0x5403;
const TCSETSF = 0x5404;
/**
 * Requests with one number or a structure of the same layout in guest and host: TCXONC to TIOCSWINSZ, FIONREAD, and the number
 * of this machine among virtual machines, which /dev/vsock tells.
 */
const PASSED_BY_ADDRESS = new Set([
  0x540f,
  0x5410,
  0x5413,
  0x5414,
  0x541b,
  0x5421,
  constants.IOCTL_VM_SOCKETS_GET_LOCAL_CID,
]);
const PASSED_BY_VALUE = new Set([0x5409, 0x540a, 0x540b]);

export function createTerminalCalls(context: HostFilesContext): GuestCalls {
  const { module, errno, memory, descriptors } = context;

  function call(nfd: number, request: number, argument: number): number {
    switch (request) {
      case TCGETS:
        return sys.tcgetattr(nfd, memory.address(argument));
      case TCSETS:
      case TCSETSW:
      case TCSETSF:
        return sys.tcsetattr(nfd, request - TCSETS, memory.address(argument));
      default:
        if (PASSED_BY_ADDRESS.has(request)) return sys.ioctlAt(nfd, request, memory.address(argument));
        if (PASSED_BY_VALUE.has(request)) return sys.ioctlAt(nfd, request, argument);
        return -constants.ENOTTY;
    }
  }

  return {
    __syscall_ioctl(fd: number, request: number, varargs: number) {
      const nfd = descriptors.find(fd)?.nfd;
      if (nfd === undefined) return undefined;
      const argument = varargs ? (module.HEAPU32[varargs >>> 2] as number) : 0;
      const result = call(nfd, request, argument);
      return result < 0 ? -errno.guest(-result) : result;
    },
  };
}
