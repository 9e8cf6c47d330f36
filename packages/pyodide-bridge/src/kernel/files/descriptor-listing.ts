/**
 * getdents64 of a folder of the process's own descriptors: the guest's, where the kernel would list the host's. How far it was read
 * is where the host's folder stands, so that duplicates share it and seeking is the kernel's.
 */
import { constants, sys } from '@pysock/host';
import type { EmscriptenModule, Pointer } from '../../capi/index.ts';
import type { HostStream } from '../descriptors/host-stream.ts';
import type { DescriptorTable } from '../descriptors/table.ts';

const { EINVAL, SEEK_CUR, SEEK_SET } = constants;
/** <dirent.h>: DT_DIR, DT_LNK, DT_REG. */
const DT_DIR = 4;
const DT_LNK = 10;
const DT_REG = 8;
/** `struct linux_dirent64`: d_ino, d_off, d_reclen, d_type, d_name. */
const D_OFF = 8;
const D_RECLEN = 16;
const D_TYPE = 18;
const D_NAME = 19;
const ALIGNMENT = 8;

/** How many bytes of entries were written, or -errno. */
export function listDescriptors(
  module: EmscriptenModule,
  descriptors: DescriptorTable,
  { nfd, folder }: HostStream,
  buffer: Pointer,
  size: number,
): number {
  const names = ['.', '..', ...descriptors.numbers().map(String)];
  const view = new DataView(module.HEAPU8.buffer, buffer, size);
  let index = sys.lseek(nfd, 0, SEEK_CUR);
  if (index < 0) return index;
  let written = 0;
  for (; index < names.length; index++) {
    const name = names[index] as string;
    const length = (D_NAME + name.length + ALIGNMENT) & -ALIGNMENT;
    if (written + length > size) break;
    view.setBigUint64(written, BigInt(index + 1), true);
    view.setBigUint64(written + D_OFF, BigInt(index + 1), true);
    view.setUint16(written + D_RECLEN, length, true);
    view.setUint8(written + D_TYPE, index < 2 ? DT_DIR : folder === 'fd' ? DT_LNK : DT_REG);
    const bytes = Buffer.from(name.padEnd(length - D_NAME, '\0'), 'latin1');
    module.HEAPU8.set(bytes, buffer + written + D_NAME);
    written += length;
  }
  if (written === 0 && index < names.length) return -EINVAL;
  const moved = sys.lseek(nfd, index, SEEK_SET);
  return moved < 0 ? moved : written;
}
