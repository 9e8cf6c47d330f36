/** A system call by number, as the kernel takes it. */
import { bind, resultOf } from './libc.ts';

/** Its number, and its arguments: integers and host addresses. */
export interface SystemCall {
  readonly number: number;
  readonly args: readonly number[];
}

type Syscall = (...args: number[]) => number;
let syscall: Syscall | undefined;

/** Makes a system call in the calling thread. Returns -errno when it fails. */
export function callHere({ number, args }: SystemCall): number {
  syscall ??= bind<Syscall>('int64_t syscall(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t)');
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
  return resultOf(syscall(number, a, b, c, d, e, f));
}
