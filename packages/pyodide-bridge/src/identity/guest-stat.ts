/** `struct stat` and `struct statfs` as the guest's C library lays it out (32-bit Emscripten). */
import { sys } from '@pysock/host';
import type { EmscriptenModule, Pointer } from '../capi/index.ts';

const SIZEOF_STAT = 96;

/** Writes what the last statx has found. */
export function writeStat(module: EmscriptenModule, address: Pointer): void {
  const { stat } = sys;
  const view = new DataView(module.HEAPU8.buffer, address, SIZEOF_STAT);
  view.setUint32(0, stat.dev, true);
  view.setUint32(4, stat.mode, true);
  view.setUint32(8, stat.nlink, true);
  view.setUint32(12, stat.uid, true);
  view.setUint32(16, stat.gid, true);
  view.setUint32(20, stat.rdev, true);
  view.setBigUint64(24, stat.size, true);
  view.setUint32(32, stat.blksize, true);
  view.setUint32(36, Number(stat.blocks), true);
  for (const [offset, time] of [
    [40, stat.atime],
    [56, stat.mtime],
    [72, stat.ctime],
  ] as const) {
    view.setBigInt64(offset, time.seconds, true);
    view.setUint32(offset + 8, time.nanoseconds, true);
  }
  view.setBigUint64(88, stat.ino, true);
}

const SIZEOF_STATFS = 72;

/** Writes what the last statvfs has found. */
export function writeStatFs(module: EmscriptenModule, address: Pointer): void {
  const [bsize, frsize, blocks, bfree, bavail, files, ffree, , fsid, flag, namemax] = [...sys.volume];
  const view = new DataView(module.HEAPU8.buffer, address, SIZEOF_STATFS);
  view.setUint32(4, Number(bsize), true);
  for (const [index, count] of [blocks, bfree, bavail, files, ffree].entries()) {
    view.setBigUint64(8 + index * 8, count as bigint, true);
  }
  view.setBigUint64(48, fsid as bigint, true);
  view.setUint32(56, Number(namemax), true);
  view.setUint32(60, Number(frsize), true);
  view.setUint32(64, Number(flag), true);
}
