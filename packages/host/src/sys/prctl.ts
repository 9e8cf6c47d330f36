/** <sys/prctl.h>. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';

const { PR_GET_CHILD_SUBREAPER, PR_SET_CHILD_SUBREAPER } = constants;

const c = {
  set: lazy('int prctl(int, uint64_t, uint64_t, uint64_t, uint64_t)'),
  get: lazy('int prctl(int, void *, uint64_t, uint64_t, uint64_t)'),
};

/** Whether this process becomes the parent of those of its descendants whose parents have ended. */
export function isSubreaper(): boolean {
  const found = new Int32Array(1);
  return c.get(PR_GET_CHILD_SUBREAPER, found, 0, 0, 0) === 0 && found[0] !== 0;
}

export function setSubreaper(is: boolean): number {
  return resultOf(c.set(PR_SET_CHILD_SUBREAPER, is ? 1 : 0, 0, 0, 0));
}
