/** The values behind `select.epoll`. */
import type { CApi } from '../../capi/index.ts';

export interface EpollObject {
  /** The guest's descriptor; -1 when closed. */
  epfd: number;
}

/** selectmodule.c: pyepoll_err_closed */
export function closed(capi: CApi): 0 {
  return capi.raise('ValueError', 'I/O operation on closed epoll object');
}
