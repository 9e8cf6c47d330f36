/**
 * The guest's descriptor numbers. Emscripten searches for the lowest free one from 0 on, and stops at 4096; how many files
 * may be open is the host's business (RLIMIT_NOFILE), and 5,000 connections should not take 5,000 steps each.
 */
import type { EmscriptenFS } from '../../capi/index.ts';

export function numberDescriptors(FS: EmscriptenFS): void {
  const close = FS.closeStream;
  /** No lower number is free. */
  let lowest = 0;
  FS.closeStream = (fd) => {
    close(fd);
    lowest = Math.min(lowest, fd);
  };
  FS.nextfd = () => {
    while (FS.streams[lowest]) lowest++;
    return lowest;
  };
}
