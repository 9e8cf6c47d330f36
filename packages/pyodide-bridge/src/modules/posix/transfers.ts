/** posixmodule.c: reading, writing, copying and locking at a place of a file. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { optional } from '../../capi/clinic/converter.ts';
import { int, long, object, size, unsigned } from '../../capi/clinic/converters.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, PyBUF_WRITABLE, type PyObject } from '../../capi/index.ts';
import { builtin, failed, none, number, uninterrupted } from '../builtin.ts';

/** None is no offset: the file's own position. */
function offsetOf(bridge: Bridge, o: PyObject): BigInt64Array | null {
  if (o === 0 || o === bridge.capi.Py_None) return null;
  return BigInt64Array.of(long.convert(bridge, o, { function: '', parameter: '' }));
}

/** A copy between two descriptors, which the kernel makes. */
function copy(
  bridge: Bridge,
  count: number,
  offsets: readonly PyObject[],
  call: (from: BigInt64Array | null, to: BigInt64Array | null) => number,
): PyObject {
  if (count < 0) return bridge.capi.raise('ValueError', "negative value for 'count' not allowed");
  const [from, to] = offsets.map((o) => offsetOf(bridge, o)) as [BigInt64Array | null, BigInt64Array | null];
  return number(
    bridge,
    uninterrupted(bridge, () => call(from, to)),
  );
}

/** posixmodule.c: iov_setup, iov_cleanup: makes a call with the buffers of a sequence. */
function withVector(
  bridge: Bridge,
  name: string,
  sequence: PyObject,
  flags: number,
  call: (vector: BigUint64Array, count: number) => number,
): PyObject {
  const { capi, hostMemory } = bridge;
  if (capi.PySequence_Check(sequence) === 0) return capi.raise('TypeError', `${name}() arg 2 must be a sequence`);
  const count = capi.PySequence_Size(sequence);
  if (count < 0) return 0;
  const buffers: BorrowedBuffer[] = [];
  try {
    for (let index = 0; index < count; index++) {
      const item = capi.PySequence_GetItem(sequence, index);
      if (item === 0) return 0;
      const buffer = capi.borrow(item, flags);
      capi.Py_DecRef(item);
      if (buffer === null) return 0;
      buffers.push(buffer);
    }
    const result = uninterrupted(bridge, () => {
      const vector = new BigUint64Array(Math.max(count, 1) * 2);
      buffers.forEach(({ pointer, length }, index) => {
        vector[index * 2] = BigInt(hostMemory.address(pointer));
        vector[index * 2 + 1] = BigInt(length);
      });
      return call(vector, count);
    });
    return number(bridge, result);
  } finally {
    for (const buffer of buffers) capi.release(buffer);
  }
}

export const transferFunctions = [
  /** posixmodule.c: os_copy_file_range_impl */
  builtin(
    'copy_file_range($module, /, src, dst, count, offset_src=None,\n                offset_dst=None)',
    'Copy up to count bytes of one file into another. Without an offset a file is read or written where it stands.',
    [int, int, size, optional(object, 0), optional(object, 0)],
    (bridge, src, dst, count, srcAt, dstAt) => {
      const { descriptors } = bridge;
      return copy(bridge, count, [srcAt, dstAt], (from, to) =>
        sys.copy_file_range(descriptors.host(src), from, descriptors.host(dst), to, count),
      );
    },
  ),
  /** posixmodule.c: os_splice_impl */
  builtin(
    'splice($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)',
    'Move up to count bytes from one descriptor to another, one of which is a pipe.',
    [int, int, size, optional(object, 0), optional(object, 0), optional(unsigned, 0)],
    (bridge, src, dst, count, srcAt, dstAt, flags) => {
      const { descriptors } = bridge;
      return copy(bridge, count, [srcAt, dstAt], (from, to) =>
        sys.splice(descriptors.host(src), from, descriptors.host(dst), to, count, flags),
      );
    },
  ),
  /** posixmodule.c: os_preadv_impl. sic: the name in the message. */
  builtin(
    'preadv($module, fd, buffers, offset, flags=0, /)',
    'Read at a place of a file into writable buffers, one after the other. Returns how many bytes there were.',
    [int, object, long, optional(int, 0)],
    (bridge, fd, buffers, offset, flags) =>
      withVector(bridge, 'preadv2', buffers, PyBUF_WRITABLE, (vector, count) =>
        sys.preadv2(bridge.descriptors.host(fd), vector, count, offset, flags),
      ),
  ),
  /** posixmodule.c: os_pwritev_impl */
  builtin(
    'pwritev($module, fd, buffers, offset, flags=0, /)',
    'Write buffers, one after the other, at a place of a file. Returns how many bytes were written.',
    [int, object, long, optional(int, 0)],
    (bridge, fd, buffers, offset, flags) =>
      withVector(bridge, 'pwritev', buffers, PyBUF_SIMPLE, (vector, count) =>
        sys.pwritev2(bridge.descriptors.host(fd), vector, count, offset, flags),
      ),
  ),
  /** posixmodule.c: os_lockf_impl */
  builtin(
    'lockf($module, fd, command, length, /)',
    'Lock, try, test or unlock a part of a file, from where it stands on.',
    [int, int, long],
    (bridge, fd, command, length) => {
      if (!bridge.capi.audit('os.lockf', 'iiL', fd, command, Number(BigInt.asIntN(32, length)))) return 0;
      return none(
        bridge,
        uninterrupted(bridge, () => sys.lockf(bridge.descriptors.host(fd), command, length)),
      );
    },
  ),
  /** posixmodule.c: os_posix_fallocate_impl */
  builtin(
    'posix_fallocate($module, fd, offset, length, /)',
    'Make sure that there is room on the disk for a part of a file.',
    [int, long, long],
    (bridge, fd, offset, length) =>
      none(
        bridge,
        uninterrupted(bridge, () => sys.posix_fallocate(bridge.descriptors.host(fd), offset, length)),
      ),
  ),
  /** posixmodule.c: os_posix_fadvise_impl */
  builtin(
    'posix_fadvise($module, fd, offset, length, advice, /)',
    'Say how a part of a file is going to be read.',
    [int, long, long, int],
    (bridge, fd, offset, length, advice) => {
      const result = sys.posix_fadvise(bridge.descriptors.host(fd), offset, length, advice);
      return result < 0 ? failed(bridge, -result) : bridge.capi.none();
    },
  ),
];
