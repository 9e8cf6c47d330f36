/** <openssl/evp.h>, <openssl/hmac.h>, <openssl/kdf.h>: digests, HMAC and key derivation. Buffers are host addresses. */
import { callback, functions } from './bind.ts';

/** `EVP_MD_FLAG_XOF`: a digest of any length. */
export const EVP_MD_FLAG_XOF = 2;
export const EVP_MAX_MD_SIZE = 64;
const NID_undef = 0;

/** A host address of an OpenSSL object; 0 is NULL, and the reason lies in the queue of errors (err.ts). */
export type EvpPointer = number;

export const evp = functions({
  EVP_MD_free: 'void EVP_MD_free(uintptr_t)',
  EVP_MD_up_ref: 'int EVP_MD_up_ref(uintptr_t)',
  EVP_MD_get_size: 'int EVP_MD_get_size(uintptr_t)',
  EVP_MD_get_block_size: 'int EVP_MD_get_block_size(uintptr_t)',
  EVP_MD_get_flags: 'unsigned long EVP_MD_get_flags(uintptr_t)',
  EVP_MD_get_type: 'int EVP_MD_get_type(uintptr_t)',
  EVP_MD_CTX_new: 'uintptr_t EVP_MD_CTX_new()',
  EVP_MD_CTX_free: 'void EVP_MD_CTX_free(uintptr_t)',
  EVP_MD_CTX_copy_ex: 'int EVP_MD_CTX_copy_ex(uintptr_t, uintptr_t)',
  EVP_MD_CTX_get0_md: 'uintptr_t EVP_MD_CTX_get0_md(uintptr_t)',
  EVP_DigestInit_ex: 'int EVP_DigestInit_ex(uintptr_t, uintptr_t, uintptr_t)',
  EVP_DigestUpdate: 'int EVP_DigestUpdate(uintptr_t, uintptr_t, size_t)',
  EVP_DigestFinal_ex: 'int EVP_DigestFinal_ex(uintptr_t, uintptr_t, uintptr_t)',
  EVP_DigestFinalXOF: 'int EVP_DigestFinalXOF(uintptr_t, uintptr_t, size_t)',
  HMAC_CTX_new: 'uintptr_t HMAC_CTX_new()',
  HMAC_CTX_free: 'void HMAC_CTX_free(uintptr_t)',
  HMAC_CTX_copy: 'int HMAC_CTX_copy(uintptr_t, uintptr_t)',
  HMAC_CTX_get_md: 'uintptr_t HMAC_CTX_get_md(uintptr_t)',
  HMAC_Init_ex: 'int HMAC_Init_ex(uintptr_t, uintptr_t, int, uintptr_t, uintptr_t)',
  HMAC_Update: 'int HMAC_Update(uintptr_t, uintptr_t, size_t)',
  HMAC_Final: 'int HMAC_Final(uintptr_t, uintptr_t, uintptr_t)',
  /** Password, salt, iterations, digest, output. */
  PKCS5_PBKDF2_HMAC: 'int PKCS5_PBKDF2_HMAC(uintptr_t, int, uintptr_t, int, int, uintptr_t, int, uintptr_t)',
  /** Password, salt, N, r, p, the most memory in bytes, output. With no output it checks the parameters. */
  EVP_PBE_scrypt:
    'int EVP_PBE_scrypt(uintptr_t, size_t, uintptr_t, size_t, uint64_t, uint64_t, uint64_t, uint64_t, uintptr_t, size_t)',
  EVP_default_properties_is_fips_enabled: 'int EVP_default_properties_is_fips_enabled(uintptr_t)',
});

const c = functions({
  EVP_MD_fetch: 'uintptr_t EVP_MD_fetch(uintptr_t, const char *, const char *)',
  EVP_MD_do_all_provided: 'void EVP_MD_do_all_provided(uintptr_t, uintptr_t, uintptr_t)',
  OBJ_nid2ln: 'const char *OBJ_nid2ln(int)',
  OBJ_nid2sn: 'const char *OBJ_nid2sn(int)',
});

/** A digest by one of its names: a reference that `EVP_MD_free` gives up. `properties` is a query such as `-fips`. */
export function EVP_MD_fetch(name: string, properties: string | null): EvpPointer {
  return c.EVP_MD_fetch(0, name, properties);
}

/** The identifiers of all digests that the loaded providers have. */
export function providedDigests(): number[] {
  const found: number[] = [];
  const collect = callback('void digest(uintptr_t md, uintptr_t arg)', (md = 0) => {
    const nid = evp.EVP_MD_get_type(md);
    if (nid !== NID_undef) found.push(nid);
    return undefined;
  });
  c.EVP_MD_do_all_provided(0, collect, 0);
  return found;
}

/** The long name of an identifier, or else its short one. */
export function objectName(nid: number): string | null {
  return c.OBJ_nid2ln(nid) ?? c.OBJ_nid2sn(nid);
}
