/** <openssl/bio.h>: memory that TLS reads from and writes to. A BIO is its address; 0 is NULL. */
import { viewOf } from '../call/libc.ts';
import { functions } from './bind.ts';

const c = functions({
  BIO_new: 'uintptr_t BIO_new(uintptr_t)',
  BIO_s_mem: 'uintptr_t BIO_s_mem()',
  BIO_new_file: 'uintptr_t BIO_new_file(void *, const char *)',
  BIO_free: 'int BIO_free(uintptr_t)',
  BIO_read: 'int BIO_read(uintptr_t, uintptr_t, int)',
  BIO_write: 'int BIO_write(uintptr_t, uintptr_t, int)',
  BIO_ctrl: 'long BIO_ctrl(uintptr_t, int, long, void *)',
  BIO_ctrl_pending: 'size_t BIO_ctrl_pending(uintptr_t)',
  BIO_set_flags: 'void BIO_set_flags(uintptr_t, int)',
  BIO_clear_flags: 'void BIO_clear_flags(uintptr_t, int)',
  BIO_up_ref: 'int BIO_up_ref(uintptr_t)',
});

const BIO_CTRL_INFO = 3;
const BIO_C_SET_BUF_MEM_EOF_RETURN = 130;
const BIO_FLAGS_READ = 0x01;
const BIO_FLAGS_RWS = 0x07;
const BIO_FLAGS_SHOULD_RETRY = 0x08;

/** An empty BIO in memory; 0 when memory is short. */
export function BIO_new_mem(): number {
  return c.BIO_new(c.BIO_s_mem());
}

/** A file, opened to read. `path` ends with NUL. 0 when it cannot be opened. */
export function BIO_new_file(path: Uint8Array): number {
  return c.BIO_new_file(path, 'r');
}

export function BIO_free(bio: number): void {
  c.BIO_free(bio);
}

/** One owner more. */
export function BIO_up_ref(bio: number): void {
  c.BIO_up_ref(bio);
}

/** How many bytes wait to be read. */
export function BIO_ctrl_pending(bio: number): number {
  return c.BIO_ctrl_pending(bio);
}

/** Reads into `length` bytes at a host address. How many were read; 0 or less for none. */
export function BIO_read(bio: number, address: number, length: number): number {
  return c.BIO_read(bio, address, length);
}

export function BIO_write(bio: number, address: number, length: number): number {
  return c.BIO_write(bio, address, length);
}

/** What an empty BIO in memory answers to who reads: the end, or that there is nothing yet. */
export function BIO_set_end(bio: number, isEnd: boolean): void {
  if (isEnd) c.BIO_clear_flags(bio, BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY);
  else c.BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY);
  c.BIO_ctrl(bio, BIO_C_SET_BUF_MEM_EOF_RETURN, isEnd ? 0 : -1, null);
}

/** What `write` has written into a BIO in memory, as bytes. */
export function writtenBy(write: (bio: number) => void): Uint8Array {
  const bio = BIO_new_mem();
  try {
    write(bio);
    const start = new BigUint64Array(1);
    const length = c.BIO_ctrl(bio, BIO_CTRL_INFO, 0, start);
    return length > 0 ? viewOf(start[0] as bigint, length).slice() : new Uint8Array();
  } finally {
    BIO_free(bio);
  }
}
