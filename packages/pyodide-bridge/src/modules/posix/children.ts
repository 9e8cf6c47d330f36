/** The children of an interpreter: one {@link Children} for each, made when it first starts one or waits. */
import type { Bridge } from '../../bridge.ts';
import { Children } from '../../processes/children.ts';

const known = new WeakMap<Bridge, Children>();

export function childrenOf(bridge: Bridge): Children {
  let children = known.get(bridge);
  if (children === undefined) {
    children = new Children(bridge.scheduler);
    known.set(bridge, children);
  }
  return children;
}
