/** What can be run: one script, or a server and its client. */

export interface Script {
  /** `server`, `client`, `script`: how it is called beside others. */
  readonly role: string;
  readonly path: string;
  readonly args?: readonly string[];
}

export interface Play {
  /** What `--play` takes: `tcp`, `tcp/echo`, `./server.py`. */
  readonly name: string;
  /** What the list shows. */
  readonly title: string;
  readonly scripts: readonly Script[];
  /** When the client may start: the server has a socket that can be reached, or it has said `ready` and what the client is told. */
  readonly ready: 'reachable' | 'says so';
  /** The files belong to the reader: they are edited in place, and other scripts are edited in a copy. */
  readonly isOwn: boolean;
}

export interface Group {
  readonly title: string;
  readonly plays: readonly Play[];
}
