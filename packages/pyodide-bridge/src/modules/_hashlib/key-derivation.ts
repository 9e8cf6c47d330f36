/** _hashopenssl.c: pbkdf2_hmac, scrypt; and the functions that need no digest. */
import { constants, openssl } from '@pysock/host';
import { fastCall, fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import { type BorrowedBuffer, type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { HashState } from './state.ts';

const { evp } = openssl;
const { INT_MAX } = constants;

/** Integers of C. What they refuse is thrown. */
function createIntegers({ bridge: { capi }, raise }: HashState) {
  const overflow = capi.memory.malloc(4);

  const refuse = (type: string, message: string): never => raise(capi.PyExc(type), message);

  /** An integer of 64 bits with a sign, and 1 or -1 where it is larger or smaller. */
  function wide(o: PyObject): { readonly value: bigint; readonly overflow: number } {
    const index = capi.PyNumber_Index(o);
    if (index === 0) throw RAISED;
    const value = capi.PyLong_AsLongLongAndOverflow(index, overflow);
    capi.Py_DecRef(index);
    return { value, overflow: capi.memory.int32(overflow) };
  }

  /** A C long. */
  function long(o: PyObject): bigint {
    const { value, overflow } = wide(o);
    return overflow === 0 ? value : refuse('OverflowError', 'Python int too large to convert to C long');
  }

  /** A C unsigned long, in the words of Argument Clinic. */
  function unsignedLong(o: PyObject): bigint {
    const { value, overflow } = wide(o);
    if (overflow > 0) refuse('OverflowError', 'Python int too large for C unsigned long');
    return overflow < 0 || value < 0n ? refuse('ValueError', 'Cannot convert negative int') : value;
  }

  return { refuse, long, unsignedLong };
}

export function keyDerivationFunctions(state: HashState): MethodDef[] {
  const { bridge, digestNamed, withDigest, bytesFilled, raiseOpenssl } = state;
  const { capi, hostMemory, parsers } = bridge;
  const parsePbkdf2 = parsers.fastKeywords('Oy*y*O|O:pbkdf2_hmac', [
    ...['hash_name', 'password', 'salt', 'iterations', 'dklen'],
  ]);
  const parseScrypt = parsers.fastKeywords('y*$y*OOO|OO:scrypt', [
    ...['password', 'salt', 'n', 'r', 'p', 'maxmem', 'dklen'],
  ]);
  const { refuse, long, unsignedLong } = createIntegers(state);

  function pbkdf2(
    hash: PyObject,
    password: BorrowedBuffer,
    salt: BorrowedBuffer,
    count: PyObject,
    length: PyObject = capi.Py_None,
  ): PyObject {
    const name = state.textArgument(hash, 'pbkdf2_hmac', 'hash_name');
    const iterations = long(count);
    return withDigest(digestNamed(name), (md) => {
      if (password.length > INT_MAX) refuse('OverflowError', 'password is too long.');
      if (salt.length > INT_MAX) refuse('OverflowError', 'salt is too long.');
      if (iterations < 1n) refuse('ValueError', 'iteration value must be greater than 0.');
      if (iterations > INT_MAX) refuse('OverflowError', 'iteration value is too great.');
      const dklen = length === capi.Py_None ? BigInt(evp.EVP_MD_get_size(md)) : long(length);
      if (dklen < 1n) refuse('ValueError', 'key length must be greater than 0.');
      if (dklen > INT_MAX) refuse('OverflowError', 'key length is too great.');
      const size = Number(dklen);
      return bytesFilled(size, (to) => {
        const [from, grain] = [hostMemory.address(password.pointer), hostMemory.address(salt.pointer)];
        const args = [from, password.length, grain, salt.length, Number(iterations), md, size, to];
        return evp.PKCS5_PBKDF2_HMAC(...args) === 1;
      });
    });
  }

  /** A limit in bytes, from 0 or 1 on, that is smaller than INT_MAX. */
  function limited(o: PyObject | undefined, fallback: number, least: bigint, message: string): number {
    const value = o === undefined ? BigInt(fallback) : long(o);
    return value < least || value > INT_MAX ? refuse('ValueError', message) : Number(value);
  }

  function scrypt(
    password: BorrowedBuffer,
    salt: BorrowedBuffer,
    cost: PyObject,
    block: PyObject,
    parallel: PyObject,
    ...limits: (PyObject | undefined)[]
  ): PyObject {
    const [n, r, p] = [unsignedLong(cost), unsignedLong(block), unsignedLong(parallel)];
    if (password.length > INT_MAX) refuse('OverflowError', 'password is too long.');
    if (salt.length > INT_MAX) refuse('OverflowError', 'salt is too long.');
    if (n < 2n || (n & (n - 1n)) !== 0n) refuse('ValueError', 'n must be a power of 2.');
    const maxmem = limited(limits[0], 0, 0n, `maxmem must be positive and smaller than ${INT_MAX}`);
    const dklen = limited(limits[1], 64, 1n, `dklen must be greater than 0 and smaller than ${INT_MAX}`);
    const derive = (to: number): boolean => {
      const [from, grain] = [hostMemory.address(password.pointer), hostMemory.address(salt.pointer)];
      return evp.EVP_PBE_scrypt(from, password.length, grain, salt.length, n, r, p, maxmem, to, dklen) === 1;
    };
    openssl.ERR_clear_error();
    // With no output it only looks at the parameters.
    if (!derive(0)) raiseOpenssl(undefined, 'Invalid parameter combination for n, r, p, maxmem.');
    return bytesFilled(dklen, derive);
  }

  return [
    fastCallKeywords(
      'pbkdf2_hmac',
      (_module, ...args) => state.released(parsePbkdf2(...args), pbkdf2),
      'pbkdf2_hmac($module, /, hash_name, password, salt, iterations,\n            dklen=None)\n--\n\nPassword based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.',
    ),
    fastCallKeywords(
      'scrypt',
      (_module, ...args) => state.released(parseScrypt(...args), scrypt),
      'scrypt($module, /, password, *, salt, n, r, p, maxmem=0, dklen=64)\n--\n\nscrypt password-based key derivation function.',
    ),
    ...smallFunctions(state),
  ];
}

function smallFunctions({ bridge }: HashState): MethodDef[] {
  const { capi } = bridge;
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const checkPositional = rawFunction(capi.module, '_PyArg_CheckPositional');
  const name = capi.memory.literal('compare_digest');
  const compare = memberOf(capi, '_operator', '_compare_digest');
  return [
    noArgs(
      'get_fips_mode',
      () => capi.fromNumber(evp.EVP_default_properties_is_fips_enabled(0)),
      "get_fips_mode($module, /)\n--\n\nDetermine the OpenSSL FIPS mode of operation.\n\nFor OpenSSL 3.0.0 and newer it returns the state of the default provider\nin the default OSSL context. It's not quite the same as FIPS_mode() but good\nenough for unittests.\n\nEffectively any non-zero return value indicates FIPS mode;\nvalues other than 1 may have additional significance.",
    ),
    fastCall(
      'compare_digest',
      (_module, args, count) => (checkPositional(name, count, 2, 2) === 0 ? 0 : vectorcall(compare, args, count, 0)),
      "compare_digest($module, a, b, /)\n--\n\nReturn 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.\n\nNote: If a and b are of different lengths, or if an error occurs,\na timing attack could theoretically reveal information about the\ntypes and lengths of a and b--but not their values.",
    ),
  ];
}
