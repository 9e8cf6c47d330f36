/** AF_ALG: (type, name, feat, mask). */
import { AF_ALG } from '@pysock/host/constants';
import { sockaddr_alg } from '@pysock/host/layouts';
import { ValueError } from '../base/errors.ts';
import { checkLength, maskedArgument, stringArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { type FsPath, fsdecode } from './fs-path.ts';
import { newSockaddr, untilNul, viewOfSockaddr } from './sockaddr.ts';

const { sizeof, salg_type, salg_feat, salg_mask, salg_name } = sockaddr_alg;

const FORM = 'AF_ALG address must be a tuple (type, name[, feat[, mask]])';

/** socketmodule.c: getsockaddrarg, AF_ALG. sic: `feat` and `mask` take 16 bits of the field's 32. */
function encodeAlg(address: unknown, caller: string): Uint8Array {
  const items = tupleArgument(address, 'AF_ALG', `${caller}()`);
  checkLength(items, 2, 4, FORM);
  const type = stringArgument(items[0], FORM);
  const name = stringArgument(items[1], FORM);
  const { bytes, view } = newSockaddr(AF_ALG, sizeof);
  if (items.length > 2) view.setUint32(salg_feat, maskedArgument(items[2], 16), true);
  if (items.length > 3) view.setUint32(salg_mask, maskedArgument(items[3], 16), true);
  if (type.length >= salg_feat - salg_type) throw new ValueError('AF_ALG type too long.');
  bytes.set(type, salg_type);
  if (name.length >= sizeof - salg_name) throw new ValueError('AF_ALG name too long.');
  bytes.set(name, salg_name);
  return bytes;
}

type Text = string | FsPath;

/** socketmodule.c: makesockaddr, AF_ALG. Differs: a text that is no UTF-8 is a {@link FsPath}, not a UnicodeDecodeError. */
function decodeAlg(bytes: Uint8Array): [type: Text, name: Text, feat: number, mask: number] {
  const view = viewOfSockaddr(bytes);
  return [
    fsdecode(untilNul(bytes.subarray(salg_type, salg_feat))),
    fsdecode(untilNul(bytes.subarray(salg_name, sizeof))),
    view.getUint32(salg_feat, true),
    view.getUint32(salg_mask, true),
  ];
}

export const alg: Codec = {
  size: () => sizeof,
  encode: (address, _proto, caller) => encodeAlg(address, caller),
  decode: decodeAlg,
};
