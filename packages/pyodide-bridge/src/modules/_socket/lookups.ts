/**
 * Name look-ups that let other threads run: the C library makes them in a thread of its own while others can go on, and as
 * CPython makes them where there are none.
 */
import { constants, sys } from '@pysock/host';
import {
  type AddressQuery,
  isQuestionForOthers,
  monotonic,
  type Resolve,
  setipaddr,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';

const { EAGAIN, POLLIN } = constants;

/** Nanoseconds: the descriptor may say nothing of a look-up's end. */
const LOOK_AGAIN = 1e9;

export interface Lookups {
  /** getaddrinfo(3) */
  ask(query: AddressQuery, then: (found: sys.Lookup) => PyObject): PyObject;
  /** Makes something of which a host may be a part; `make` asks for at most one, and is called again when the answer is there. */
  resolving<T>(make: (resolve: Resolve) => T, then: (made: T) => PyObject): PyObject;
}

/** Thrown where a name has to be looked up first. */
class Unresolved {
  readonly query: AddressQuery;
  constructor(query: AddressQuery) {
    this.query = query;
  }
}

export function createLookups({ errors, scheduler, finishCall: finish }: Bridge): Lookups {
  function ask(query: AddressQuery, then: (found: sys.Lookup) => PyObject): PyObject {
    const { node, service, hints } = query;
    const mayWait = scheduler.threaded && isQuestionForOthers(query);
    const pending = mayWait ? sys.startGetaddrinfo(node, service, hints) : undefined;
    if (pending === undefined) return then(sys.getaddrinfo(node, service, hints));
    let next = monotonic() + LOOK_AGAIN;
    const result = scheduler.waitFor({
      files: [{ fd: pending.fd, events: POLLIN }],
      get deadline() {
        return next;
      },
      isSelfContained: true,
      attempt() {
        if (pending.isOver()) return 0;
        next = monotonic() + LOOK_AGAIN;
        return -EAGAIN;
      },
      cancel() {
        scheduler.closed(pending.fd);
        pending.abandon();
      },
    });
    return finish(result, (over) => {
      if (over < 0) return errors.setResult(over);
      scheduler.closed(pending.fd);
      return then(pending.take());
    });
  }

  function unresolved(...[node, service, hints]: Parameters<typeof sys.getaddrinfo>): sys.Lookup {
    const query = { node, service, hints };
    if (isQuestionForOthers(query)) throw new Unresolved(query);
    return sys.getaddrinfo(node, service, hints);
  }

  return {
    ask,
    resolving(make, then) {
      if (!scheduler.threaded) return then(make(setipaddr));
      try {
        return then(make((name, family) => setipaddr(name, family, unresolved)));
      } catch (error) {
        if (!(error instanceof Unresolved)) throw error;
        return ask(error.query, (found) => then(make((name, family) => setipaddr(name, family, () => found))));
      }
    },
  };
}
