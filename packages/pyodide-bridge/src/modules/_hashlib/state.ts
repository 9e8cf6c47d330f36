/** _hashopenssl.c: what the functions of `_hashlib` share: errors, buffers, digests by name. */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, type PyObject, RAISED } from '../../capi/index.ts';
import type { Parsed } from '../../capi/modsupport.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { digestByName } from './digests.ts';

export type HashState = ReturnType<typeof createHashState>;

type Failures = ReturnType<typeof createFailures>;

function createFailures({ capi }: Bridge) {
  function raise(type: PyObject, message: string): never {
    const text = capi.strOf(message);
    capi.PyErr_SetObject(type, text);
    capi.Py_DecRef(text);
    throw RAISED;
  }

  /** _hashopenssl.c: notify_ssl_error_occurred: the newest error of the queue, or `fallback` when there is none. */
  function raiseOpenssl(type: PyObject = capi.PyExc('ValueError'), fallback = 'no reason supplied'): never {
    const error = openssl.ERR_peek_last_error();
    openssl.ERR_clear_error();
    if (error === 0) raise(type, fallback);
    const library = openssl.ERR_lib_error_string(error);
    const reason = openssl.ERR_reason_error_string(error) ?? 'no reason';
    raise(type, library === null ? reason : `[${library}] ${reason}`);
  }

  return { raise, raiseOpenssl };
}

/** What is hashed, and what comes of it. */
function createData({ capi, hostMemory, parsers }: Bridge, { raise, raiseOpenssl }: Failures) {
  const checkBuffer = rawFunction(capi.module, 'PyObject_CheckBuffer');

  /** hashlib.h: GET_BUFFER_VIEW_OR_ERROUT: the bytes of data to hash, which the caller releases. */
  function dataOf(o: PyObject): BorrowedBuffer {
    if (capi.PyUnicode_Check(o)) raise(capi.PyExc('TypeError'), 'Strings must be encoded before hashing');
    if (checkBuffer(o) === 0) raise(capi.PyExc('TypeError'), 'object supporting the buffer API required');
    const buffer = capi.borrow(o, PyBUF_SIMPLE);
    if (buffer === null) throw RAISED;
    return buffer;
  }

  /** Calls `use` with the host address and the length of some data. */
  function withData<T>(o: PyObject, use: (address: number, length: number) => T): T {
    const buffer = dataOf(o);
    try {
      return use(hostMemory.address(buffer.pointer), buffer.length);
    } finally {
      capi.release(buffer);
    }
  }

  /** A str argument, in the words of Argument Clinic. */
  function textArgument(o: PyObject, caller: string, name: string): string {
    if (!capi.PyUnicode_Check(o)) {
      const given = capi.givenName(o);
      raise(capi.PyExc('TypeError'), `${caller}() argument '${name}' must be str, not ${given}`);
    }
    const text = capi.stringFrom(o);
    if (text === null) throw RAISED;
    return text.includes('\0') ? raise(capi.PyExc('ValueError'), 'embedded null character') : text;
  }

  /** Calls `use` with the arguments and releases the buffers among them. */
  function released<Args extends Parsed[]>(parsed: Parsed[] | null, use: (...args: Args) => PyObject): PyObject {
    if (parsed === null) return 0;
    try {
      return use(...(parsed as Args));
    } finally {
      parsers.releaseAll(parsed);
    }
  }

  /** A new bytes object of `size` bytes that `fill` writes at a host address. */
  function bytesFilled(size: number, fill: (address: number) => boolean, type?: PyObject): PyObject {
    const bytes = capi.PyBytes_FromStringAndSize(0, size);
    if (bytes === 0) return 0;
    openssl.ERR_clear_error();
    if (fill(hostMemory.address(capi.PyBytes_AS_STRING(bytes)))) return bytes;
    capi.Py_DecRef(bytes);
    return raiseOpenssl(type);
  }

  /** A bytes object as a str of hexadecimal digits; the bytes' reference is taken over. */
  function hexOf(bytes: PyObject): PyObject {
    if (bytes === 0) return 0;
    const start = capi.PyBytes_AS_STRING(bytes);
    const copy = capi.module.HEAPU8.slice(start, start + capi.PyBytes_GET_SIZE(bytes));
    capi.Py_DecRef(bytes);
    return capi.strOf(Buffer.from(copy).toString('hex'));
  }

  return { withData, textArgument, released, bytesFilled, hexOf };
}

/** Digests by their names. */
function createDigests({ capi }: Bridge, { raise, raiseOpenssl }: Failures) {
  const UnsupportedDigestmodError = capi.PyErr_NewException(
    capi.memory.literal('_hashlib.UnsupportedDigestmodError'),
    capi.PyExc('ValueError'),
    0,
  );
  /** Constructors by their function objects, with the names of their digests. */
  const constructors = new Map<PyObject, string>();

  /** _hashopenssl.c: get_openssl_evp_md_by_utf8name. The digest is the caller's to free. */
  function digestNamed(name: string, isForSecurity = true): openssl.EvpPointer {
    openssl.ERR_clear_error();
    const md = digestByName(name, isForSecurity);
    return md === 0 ? raiseOpenssl(UnsupportedDigestmodError, `unsupported digest algorithm: ${name}`) : md;
  }

  /** _hashopenssl.c: get_openssl_evp_md: a digest by a name or a constructor of this module. */
  function digestOf(digestmod: PyObject): openssl.EvpPointer {
    if (capi.PyUnicode_Check(digestmod)) {
      const name = capi.stringFrom(digestmod);
      if (name === null) throw RAISED;
      return digestNamed(name);
    }
    const name = constructors.get(digestmod);
    if (name !== undefined) return digestNamed(name);
    const shown = capi.PyObject_Repr(digestmod);
    if (shown === 0) throw RAISED;
    const text = capi.stringFrom(shown);
    capi.Py_DecRef(shown);
    return raise(UnsupportedDigestmodError, `Unsupported digestmod ${text}`);
  }

  /** Calls `use` with a digest and gives that up afterwards. */
  function withDigest<T>(md: openssl.EvpPointer, use: (md: openssl.EvpPointer) => T): T {
    try {
      return use(md);
    } finally {
      openssl.evp.EVP_MD_free(md);
    }
  }

  return { constructors, UnsupportedDigestmodError, digestNamed, digestOf, withDigest };
}

export function createHashState(bridge: Bridge) {
  const failures = createFailures(bridge);
  return { bridge, ...failures, ...createData(bridge, failures), ...createDigests(bridge, failures) };
}
