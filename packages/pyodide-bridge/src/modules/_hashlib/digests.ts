/** _hashopenssl.c: py_hashes: what Python calls OpenSSL's digests. */
import { openssl } from '@pysock/host';

interface HashEntry {
  /** Python's name. */
  readonly name: string;
  readonly alias?: string;
  /** What OpenSSL finds it by. */
  readonly ossl: string;
}

const hashes: readonly HashEntry[] = [
  { name: 'md5', alias: 'MD5', ossl: 'MD5' },
  { name: 'sha1', alias: 'SHA1', ossl: 'SHA1' },
  { name: 'sha224', alias: 'SHA224', ossl: 'SHA224' },
  { name: 'sha256', alias: 'SHA256', ossl: 'SHA256' },
  { name: 'sha384', alias: 'SHA384', ossl: 'SHA384' },
  { name: 'sha512', alias: 'SHA512', ossl: 'SHA512' },
  { name: 'sha512_224', alias: 'SHA512_224', ossl: 'SHA512-224' },
  { name: 'sha512_256', alias: 'SHA512_256', ossl: 'SHA512-256' },
  { name: 'sha3_224', ossl: 'SHA3-224' },
  { name: 'sha3_256', ossl: 'SHA3-256' },
  { name: 'sha3_384', ossl: 'SHA3-384' },
  { name: 'sha3_512', ossl: 'SHA3-512' },
  { name: 'shake_128', ossl: 'SHAKE128' },
  { name: 'shake_256', ossl: 'SHAKE256' },
  { name: 'blake2s', alias: 'blake2s256', ossl: 'BLAKE2s256' },
  { name: 'blake2b', alias: 'blake2b512', ossl: 'BLAKE2b512' },
];

/** The hashes that have a constructor of their own in `_hashlib`, in the order of its table. */
export const CONSTRUCTORS = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
  ...['sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256'],
] as const;

/** _hashopenssl.c: get_openssl_evp_md_by_utf8name: a digest by Python's name or one of OpenSSL's. 0 with errors in the queue. */
export function digestByName(name: string, isForSecurity: boolean): openssl.EvpPointer {
  const entry = hashes.find((hash) => hash.name === name || hash.alias === name || hash.ossl === name);
  return openssl.EVP_MD_fetch(entry?.ossl ?? name, isForSecurity ? null : '-fips');
}

let names: Map<number, string> | undefined;

/** _hashopenssl.c: get_hashlib_utf8name_by_nid */
export function nameOf(nid: number): string | null {
  names ??= new Map(
    hashes.flatMap(({ name, ossl }) => {
      const md = openssl.EVP_MD_fetch(ossl, null);
      if (md === 0) return [];
      const known = openssl.evp.EVP_MD_get_type(md);
      openssl.evp.EVP_MD_free(md);
      return [[known, name] as const];
    }),
  );
  return names.get(nid) ?? openssl.objectName(nid);
}

/** _hashopenssl.c: hashlib_md_meth_names */
export function digestNames(): string[] {
  return [...new Set(openssl.providedDigests().flatMap((nid) => nameOf(nid) ?? []))];
}
