/** The children of an interpreter: one {@link Children} for each, made when it first starts one or waits. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { Children } from '../../processes/children.ts';
import { createDelivery } from '../../signals/delivery.ts';

const known = new WeakMap<Bridge, Children>();

/** The kernel sends SIGCHLD before a wait finds that a child has ended; so a handler has run when the wait returns. */
function endHandler(bridge: Bridge): () => void {
  const { masks, scheduler } = bridge;
  const { actionOf } = createDelivery(bridge.capi.module);
  return () => {
    const action = actionOf(constants.SIGCHLD);
    if (action === 'default' || action === 'ignored' || masks.isBlocked(constants.SIGCHLD)) return;
    if (scheduler.current?.isMain !== false) bridge.settleSignals();
  };
}

export function childrenOf(bridge: Bridge): Children {
  let children = known.get(bridge);
  if (children === undefined) {
    children = new Children(bridge.scheduler, endHandler(bridge));
    known.set(bridge, children);
  }
  return children;
}
