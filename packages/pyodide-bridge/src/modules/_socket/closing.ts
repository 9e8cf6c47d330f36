/** Closing a socket: with SO_LINGER it waits until what was sent has arrived, or its time is over. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';

const { SO_LINGER, SOL_SOCKET, SYS_close } = constants;

const linger = new Int32Array(2);
const length = new Int32Array(1);

function lingers(host: number): boolean {
  length[0] = linger.byteLength;
  const got = sys.getsockopt(host, SOL_SOCKET, SO_LINGER, linger, length);
  return got >= 0 && linger[0] !== 0 && (linger[1] as number) > 0;
}

/** close(2) of a guest descriptor. SUSPENDED where others go on meanwhile, else 0 or -errno. */
export function closeSocket({ descriptors, scheduler }: Bridge, fd: number): number {
  if (!sys.isLingerUsed() || !scheduler.threaded || !lingers(descriptors.host(fd))) return descriptors.close(fd);
  const host = descriptors.take(fd);
  if (host < 0) return host;
  return scheduler.makeCall({
    descriptors: [],
    prepare: () => ({ number: SYS_close, args: [host] }),
    // The descriptor is gone whatever close() returns.
    whenSignalled: 0,
  });
}
