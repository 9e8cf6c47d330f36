/** AF_UNIX: a path, or the bytes of a name in Linux's abstract namespace. */
import { AF_UNIX } from '@pysock/host/constants';
import { sockaddr_un } from '@pysock/host/layouts';
import { OSError } from '../base/errors.ts';
import { bufferArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { FsPath, fsdecode, fsencode } from './fs-path.ts';

const { sizeof, sun_path } = sockaddr_un;

/** socketmodule.c: getsockaddrarg, AF_UNIX. A path has its NUL in the length; an abstract name has none. */
function encodeUnix(address: unknown): Uint8Array {
  const path = pathBytes(address);
  const isAbstract = path.length === 0 || path[0] === 0;
  const length = isAbstract ? path.length : path.length + 1;
  if (length > sizeof - sun_path) throw new OSError('AF_UNIX path too long');
  const bytes = new Uint8Array(sun_path + length);
  bytes[0] = AF_UNIX;
  bytes.set(path, sun_path);
  return bytes;
}

function pathBytes(address: unknown): Uint8Array {
  if (typeof address === 'string') return fsencode(address);
  return address instanceof FsPath ? address.bytes : bufferArgument(address);
}

/** socketmodule.c: makesockaddr, AF_UNIX */
function decodeUnix(bytes: Uint8Array, length: number): string | FsPath | Uint8Array {
  if (length > sun_path && bytes[sun_path] === 0) return bytes.slice(sun_path, length);
  const end = bytes.indexOf(0, sun_path);
  return fsdecode(bytes.subarray(sun_path, end < 0 ? bytes.length : end));
}

export const unix: Codec = {
  size: () => sizeof,
  encode: encodeUnix,
  decode: decodeUnix,
};
