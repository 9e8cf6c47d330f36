/** What is told of a call beside its name, its result and its descriptor. */

export type Arguments = readonly unknown[];

export interface Described {
  readonly detail?: string;
  /** The peer that the call names, where it is not the socket's own. */
  readonly peer?: string;
  readonly bytes?: number;
  readonly data?: string;
  /** All of them. Holds until the call's caller goes on. */
  readonly payload?: () => Uint8Array;
  /** The program's numbers of those that it waits for. */
  readonly fds?: readonly number[];
  /** Descriptors that the call has made. */
  readonly made?: readonly number[];
  /** It has nothing to do with sockets. */
  readonly isForeign?: boolean;
}

export type NumberOf = (fd: number, place?: number) => number | undefined;

/** `result` is -errno when the call failed, and -EAGAIN before it was made. */
export type Describe = (args: Arguments, result: number, numberOf: NumberOf) => Described;
