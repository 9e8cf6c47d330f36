/** ioctl: terminals, and how much there is to read. Answers as in path-calls.ts. */
import { constants, sys } from '@pysock/host';
import { isFlat, POINTERS, takesNumber } from '../descriptors/requests.ts';
import type { HostFilesContext } from './context.ts';
import type { GuestCalls } from './path-calls.ts';

const { ENOTTY, IOCTL_VM_SOCKETS_GET_LOCAL_CID, TCGETS, TCSETS, TCSETSF, TCSETSW } = constants;

/** Of one number or a structure that is the same in guest and host. /dev/vsock tells this machine's number among virtual ones. */
const hasNoAddress = (request: number): boolean =>
  (isFlat(request) && !POINTERS.has(request)) || request === IOCTL_VM_SOCKETS_GET_LOCAL_CID;

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
        if (takesNumber(request)) return sys.ioctlAt(nfd, request, argument);
        return hasNoAddress(request) ? sys.ioctlAt(nfd, request, memory.address(argument)) : -ENOTTY;
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
