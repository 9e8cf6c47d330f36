/** <arpa/inet.h>: addresses as text and as bytes. */
import { bind, lazy, resultOf } from '../call/libc.ts';

const c = {
  inet_aton: lazy('int inet_aton(void *, void *)'),
  inet_pton: bind('int inet_pton(int, void *, void *)'),
  inet_ntop: bind<(family: number, address: Uint8Array, text: Uint8Array, size: number) => bigint | null>(
    'void *inet_ntop(int, void *, void *, unsigned int)',
  ),
};

/** `text` ends with NUL. 1, or 0 for a text that is no address. */
export function inet_aton(text: Uint8Array, address: Uint8Array): number {
  return c.inet_aton(text, address);
}

/** `text` ends with NUL. 1, 0 for a text that is no address of the family, or -errno. */
export function inet_pton(family: number, text: Uint8Array, address: Uint8Array): number {
  return resultOf(c.inet_pton(family, text, address));
}

/** Writes the NUL-terminated text. 0 or -errno. */
export function inet_ntop(family: number, address: Uint8Array, text: Uint8Array): number {
  return c.inet_ntop(family, address, text, text.length) === null ? resultOf(-1) : 0;
}
