/**
 * RLIMIT_NOFILE: Node raises the soft limit to the hard one when it starts. A program that is started has the one that this process was
 * started with, unless Python has set another since.
 */
import { constants, sys } from '@pysock/host';

const { RLIMIT_NOFILE } = constants;

export class OpenFilesLimit {
  readonly #inherited: bigint;
  readonly #raised: bigint;

  /** `inherited`: the soft limit that the process was started with. */
  constructor(inherited: number) {
    this.#inherited = BigInt(inherited);
    this.#raised = limits()[0] as bigint;
  }

  /** Has the limit be what Python takes it for while `start` runs. */
  during<T>(start: () => T): T {
    const now = limits();
    if (now[0] !== this.#raised || this.#inherited >= this.#raised) return start();
    const lower = BigUint64Array.of(this.#inherited, now[1] as bigint);
    sys.prlimit(0, RLIMIT_NOFILE, lower, null);
    try {
      return start();
    } finally {
      sys.prlimit(0, RLIMIT_NOFILE, now, null);
    }
  }
}

function limits(): BigUint64Array {
  const now = new BigUint64Array(2);
  sys.prlimit(0, RLIMIT_NOFILE, null, now);
  return now;
}
