/** Arguments of a call as the functions of this folder take them. */
import type { Bridge } from '../../bridge.ts';
import type { Pointer } from '../../capi/index.ts';
import { type ForeignCall, integer } from './foreign-call.ts';

/** What a function has of its call. Numbers are C's of that width. */
export interface Arguments {
  int(index: number): number;
  uint(index: number): number;
  long(index: number): bigint;
  /** An address in the guest's memory. */
  pointer(index: number): Pointer;
  /** The host's address of it; 0 is NULL. */
  address(index: number): number;
  /** The host's descriptor of one of the guest's; -1 when it is closed. */
  fd(index: number): number;
}

export function argumentsOf({ descriptors, hostMemory }: Bridge, call: ForeignCall): Arguments {
  const int = (index: number): number => Number(BigInt.asIntN(32, integer(call.argument(index))));
  const uint = (index: number): number => Number(BigInt.asUintN(32, integer(call.argument(index))));
  return {
    int,
    uint,
    long: (index) => BigInt.asIntN(64, integer(call.argument(index))),
    pointer: uint,
    address(index) {
      const pointer = uint(index);
      return pointer === 0 ? 0 : hostMemory.address(pointer);
    },
    fd: (index) => descriptors.host(int(index)),
  };
}
