/**
 * Numbers that must not be taken for one another. A plain number is taken for any of them, so that nothing has to be cast; one of
 * these is not taken for another.
 */
declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]?: Name };

/** A descriptor of this process. */
export type HostFd = Brand<number, 'HostFd'>;
/** A descriptor as a guest numbers it: Python's. */
export type GuestFd = Brand<number, 'GuestFd'>;
/** An error's number on this system. */
export type HostErrno = Brand<number, 'HostErrno'>;
/** An error's number in the guest's C library. */
export type GuestErrno = Brand<number, 'GuestErrno'>;
/** A length of time, or a time on the monotonic clock. */
export type Nanoseconds = Brand<number, 'Nanoseconds'>;
