/**
 * <semaphore.h>: named semaphores, which processes share. Results as in socket.ts.
 *
 * Waiting is a system call of its own, so that a thread of call-threads.ts can make it. What it goes by is glibc's structure, the
 * same since 2.21, as processes with different versions share one: the value in the lower half of a word, and in the upper half
 * how many wait, who are told of a `sem_post`. musl's has both in the same places.
 */
import { isGlibc } from '../call/c-library.ts';
import { addressOf, lazy, resultOf, viewOf } from '../call/libc.ts';
import { cString } from '../call/memory.ts';
import type { SystemCall } from '../call/system-call.ts';
import { constants } from '../constants/all.ts';
import { openat } from './file.ts';
import { mapShared } from './map-copy.ts';

const { FUTEX_BITSET_MATCH_ANY, FUTEX_WAIT_BITSET, SYS_futex } = constants;

const c = {
  sem_open: lazy<(name: Uint8Array, flags: number, mode: number, value: number) => number>(
    'intptr_t sem_open(void *, int, unsigned int, unsigned int)',
  ),
  sem_close: lazy('int sem_close(intptr_t)'),
  sem_unlink: lazy('int sem_unlink(void *)'),
  sem_trywait: lazy('int sem_trywait(intptr_t)'),
  sem_post: lazy('int sem_post(intptr_t)'),
  sem_getvalue: lazy('int sem_getvalue(intptr_t, void *)'),
};

/** `sem_t` of glibc and musl. Less than a page. */
export const SIZEOF_SEM = 32;

/** A semaphore's host address. */
export type Semaphore = number;

/** SEM_FAILED is the null pointer. Returns the address, or -errno. */
export function sem_open(name: string, flags: number, mode: number, value: number): Semaphore {
  const address = c.sem_open(cString(name), flags, mode, value);
  return address === 0 ? resultOf(-1) : address;
}

/** The file that the C library keeps a named semaphore in. A descriptor, or -errno. */
export function openSemaphore(name: string): number {
  const path = cString(`/dev/shm/${isGlibc() ? 'sem.' : ''}${name.replace(/^\//, '')}`);
  return openat(constants.AT_FDCWD, addressOf(path), constants.O_RDWR | constants.O_CLOEXEC, 0);
}

/** The semaphore in such a file, for a process that has not opened it by its name. Throws when there is none. */
export function mapSemaphore(fd: number): Semaphore {
  const address = fd < 0 ? -1 : mapShared(SIZEOF_SEM, fd);
  if (address < 0) throw new Error('a semaphore cannot be shared with the process that os.fork() makes');
  return address;
}

export function sem_close(semaphore: Semaphore): number {
  return resultOf(c.sem_close(semaphore));
}

export function sem_unlink(name: string): number {
  return resultOf(c.sem_unlink(cString(name)));
}

export function sem_trywait(semaphore: Semaphore): number {
  return resultOf(c.sem_trywait(semaphore));
}

export function sem_post(semaphore: Semaphore): number {
  return resultOf(c.sem_post(semaphore));
}

export function sem_getvalue(semaphore: Semaphore, value: Int32Array): number {
  return resultOf(c.sem_getvalue(semaphore, value));
}

const halves = (semaphore: Semaphore): Int32Array => {
  const bytes = viewOf(semaphore, 8);
  return new Int32Array(bytes.buffer, bytes.byteOffset, 2);
};

/** Enters one that waits, or takes it out: a `sem_post` tells those that are entered. */
export function changeWaiters(semaphore: Semaphore, by: 1 | -1): void {
  Atomics.add(halves(semaphore), 1, by);
}

let waited: number | undefined;

/**
 * The value of a semaphore that is waited for. In newer versions of musl it has the upper bit, without which `sem_post` tells nobody; for
 * these, and for no older one, -1 is a full semaphore.
 */
function waitedValue(): number {
  waited ??= isGlibc() || c.sem_post(addressOf(Int32Array.of(-1, 0, 0, 0, 0, 0, 0, 0))) === 0 ? 0 : 2 ** 31;
  return waited;
}

/** The call that waits while the value is 0. `deadline` is a `struct timespec` of the monotonic clock at a host address; 0 for none. */
export function semaphoreWait(semaphore: Semaphore, deadline: number): SystemCall {
  const value = waitedValue();
  if (value !== 0) Atomics.compareExchange(halves(semaphore), 0, 0, value | 0);
  return { number: SYS_futex, args: [semaphore, FUTEX_WAIT_BITSET, value, deadline, 0, FUTEX_BITSET_MATCH_ANY] };
}
