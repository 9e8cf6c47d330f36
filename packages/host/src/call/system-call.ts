/** A system call by number, as the kernel takes it. */
import { lazy, resultOf, setErrno } from './libc.ts';
import { isWatched, watchable } from './watch.ts';

/** Its number, and its arguments: integers and host addresses. */
export interface SystemCall {
  readonly number: number;
  readonly args: readonly number[];
}

type Syscall = (...args: number[]) => number;

const c = watchable({
  syscall: lazy<Syscall>('int64_t syscall(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t)'),
});

/** Calls that another thread of the operating system makes, for those who watch. */
const elsewhere = watchable({
  begun: (_number: number, ..._args: number[]): number => 0,
  returned: (result: number, _number: number, ..._args: number[]): number => result,
});

/** Makes a system call in the calling thread. Returns -errno when it fails. */
export function callHere({ number, args }: SystemCall): number {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = args;
  return resultOf(c.syscall(number, first, second, third, fourth, fifth, sixth));
}

/** A call begins that may wait: another thread of the system is about to make it, or it will be made when it does not block. */
export function tellBegun({ number, args }: SystemCall): void {
  if (isWatched()) elsewhere.begun(number, ...args);
}

/** It has returned. */
export function tellReturned({ number, args }: SystemCall, result: number): void {
  if (!isWatched()) return;
  if (result === -1) setErrno(1);
  elsewhere.returned(result, number, ...args);
}
