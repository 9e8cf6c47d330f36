/** <signal.h>: signals that are blocked and wait. Results as in socket.ts. */
import { addressOf, lazy } from '../call/libc.ts';
import type { SystemCall } from '../call/system-call.ts';
import { constants } from '../constants/all.ts';
import { siginfo_t } from '../layouts/index.ts';

const { SYS_rt_sigpending, SYS_rt_sigtimedwait } = constants;

const c = { sigpending: lazy('int64_t syscall(int64_t, void *, int64_t)') };

/** The kernel's own size of a set, which is a word of 64 signals. */
const SIZEOF_SET = 8;

/** Those of the calling thread and of the process. */
export function sigpending(): bigint {
  const set = new BigUint64Array(1);
  c.sigpending(SYS_rt_sigpending, set, SIZEOF_SET);
  return set[0] as bigint;
}

/** What is known of a signal that was taken. */
export interface SignalInfo {
  readonly signo: number;
  readonly code: number;
  readonly errno: number;
  readonly pid: number;
  readonly uid: number;
  readonly status: number;
  readonly band: bigint;
}

/** Memory of its own, which stays where it is while another thread writes there. */
const words = (length: number): BigInt64Array => new BigInt64Array(new ArrayBuffer(length));

/** Taking one signal of a set: the call, and what it has found. */
export class SignalWait {
  readonly #set = words(SIZEOF_SET);
  readonly #time = words(16);
  readonly #info = words(siginfo_t.sizeof);

  constructor(signals: bigint) {
    this.#set[0] = BigInt.asIntN(64, signals);
  }

  /** rt_sigtimedwait: returns a signal's number. Without `nanoseconds` it waits for ever; -EAGAIN when the time is over. */
  call(nanoseconds?: number): SystemCall {
    const time = nanoseconds === undefined ? 0 : addressOf(this.#time);
    this.#time[0] = BigInt(Math.floor((nanoseconds ?? 0) / 1e9));
    this.#time[1] = BigInt(Math.floor((nanoseconds ?? 0) % 1e9));
    return { number: SYS_rt_sigtimedwait, args: [addressOf(this.#set), addressOf(this.#info), time, SIZEOF_SET] };
  }

  get found(): SignalInfo {
    const view = new DataView(this.#info.buffer);
    const int = (offset: number) => view.getInt32(offset, true);
    return {
      signo: int(siginfo_t.si_signo),
      code: int(siginfo_t.si_code),
      errno: int(siginfo_t.si_errno),
      pid: int(siginfo_t.si_pid),
      uid: int(siginfo_t.si_uid),
      status: int(siginfo_t.si_status),
      band: view.getBigInt64(siginfo_t.si_band, true),
    };
  }
}
