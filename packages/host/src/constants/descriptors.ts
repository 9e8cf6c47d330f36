/**
 * The one list of what the kernel hands out as a new descriptor, beside the calls that are there to make one, and of what it takes
 * as one. Where somebody's numbers of descriptors are not the host's, these are translated.
 */
import { constants } from './all.ts';

const {
  FICLONE,
  FICLONERANGE,
  LOOP_CHANGE_FD,
  LOOP_SET_FD,
  NS_GET_PARENT,
  NS_GET_USERNS,
  SCM_PIDFD,
  SCM_RIGHTS,
  SIOCGSKNS,
  SOL_SOCKET,
  SO_ATTACH_BPF,
  SO_ATTACH_REUSEPORT_EBPF,
  SO_PEERPIDFD,
  TIOCGPTPEER,
} = constants;

const results: ReadonlySet<number> = new Set([NS_GET_USERNS, NS_GET_PARENT, SIOCGSKNS, TIOCGPTPEER]);
/** linux/pidfd.h: PIDFD_GET_CGROUP_NAMESPACE and those that follow, one a kind of namespace: `_IO(0xFF, n)`. */
const PIDFD_REQUESTS = 0xff00;

/** Whether ioctl returns a descriptor. */
export const returnsDescriptor = (request: number): boolean =>
  results.has(request) || (request & ~0xff) === PIDFD_REQUESTS;

/** Requests of ioctl whose argument is a descriptor. */
export const takesDescriptor: ReadonlySet<number> = new Set([FICLONE, LOOP_SET_FD, LOOP_CHANGE_FD]);

/** Requests of ioctl whose structure begins with a descriptor of 64 bits. */
export const beginsWithDescriptor: ReadonlySet<number> = new Set([FICLONERANGE]);

/** Whether the value of a socket option that is read is a descriptor. */
export const isDescriptorOption = (level: number, option: number): boolean =>
  level === SOL_SOCKET && option === SO_PEERPIDFD;

/** Whether the value that a socket option is set to is a descriptor. */
export const takesDescriptorOption = (level: number, option: number): boolean =>
  level === SOL_SOCKET && (option === SO_ATTACH_BPF || option === SO_ATTACH_REUSEPORT_EBPF);

/** Whether the data of a control message is descriptors. */
export const isDescriptorMessage = (level: number, type: number): boolean =>
  level === SOL_SOCKET && (type === SCM_RIGHTS || type === SCM_PIDFD);
