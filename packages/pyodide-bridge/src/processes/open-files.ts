/**
 * RLIMIT_NOFILE: Node raises the soft limit to the hard one when it starts. Python sees the one that this process was started with, and
 * a program that is started has it, until Python sets another.
 */
import { constants, sys } from '@pysock/host';

const { RLIMIT_NOFILE } = constants;

export class OpenFilesLimit {
  readonly #inherited: bigint;
  readonly #raised: bigint;
  #isSet = false;

  /** `inherited`: the soft limit that the process was started with. */
  constructor(inherited: number) {
    this.#inherited = BigInt(inherited);
    this.#raised = limits()[0] as bigint;
  }

  /** Python has set a limit: from now on that holds. */
  set(): void {
    this.#isSet = true;
  }

  /** The soft limit that Python sees where the kernel has `soft`. */
  seen(soft: bigint): bigint {
    return this.#isSet || soft !== this.#raised ? soft : this.#inherited;
  }

  /** Has the limit be what Python takes it for while `start` runs. */
  during<T>(start: () => T): T {
    const now = limits();
    const seen = this.seen(now[0] as bigint);
    if (seen >= (now[0] as bigint)) return start();
    const lower = BigUint64Array.of(seen, now[1] as bigint);
    sys.prlimit(0, RLIMIT_NOFILE, lower, null);
    try {
      return start();
    } finally {
      sys.prlimit(0, RLIMIT_NOFILE, now, null);
    }
  }
}

/** What the kernel has. */
export function limits(): BigUint64Array {
  const now = new BigUint64Array(2);
  sys.prlimit(0, RLIMIT_NOFILE, null, now);
  return now;
}
