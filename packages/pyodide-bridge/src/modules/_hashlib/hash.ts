/** _hashopenssl.c: the types `_hashlib.HASH` and `_hashlib.HASHXOF`, and what makes their objects. */
import { constants, openssl } from '@pysock/host';
import { fastCallKeywords, noArgs, oneArg } from '../../capi/builtin.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import {
  type MethodDef,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE, type ObjectTable } from '../../handles/object-table.ts';
import { CONSTRUCTORS, nameOf } from './digests.ts';
import type { HashState } from './state.ts';

const { evp } = openssl;
const { INT_MAX } = constants;

const HEAD = 'A hash is an object used to calculate a checksum of a string of information.\n\nMethods:\n\nupdate() -- ';
const TAIL = 'copy() -- return a copy of the current hash object\n\nAttributes:\n\nname -- ';
const describe = (length: string): string =>
  `${HEAD}updates the current digest with an additional string\ndigest(${length}) -- return the current digest value\nhexdigest(${length}) -- return the current digest as a string of hexadecimal digits\n${TAIL}the hash algorithm being used by this object\ndigest_size -- number of bytes in this hashes output`;

const FLAGS = Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION;

type Table = ObjectTable<openssl.EvpPointer>;
type Operations = ReturnType<typeof createOperations>;

/** What is done with the contexts behind hashes: values of the table, each an EVP_MD_CTX. */
function createOperations(state: HashState, table: Table) {
  const { bridge, raiseOpenssl, withData, bytesFilled } = state;
  const { capi } = bridge;

  const digest = (self: PyObject): openssl.EvpPointer => evp.EVP_MD_CTX_get0_md(table.of(self));
  const nameOfHash = (self: PyObject): string => nameOf(evp.EVP_MD_get_type(digest(self))) ?? '';

  function newContext(): openssl.EvpPointer {
    const context = evp.EVP_MD_CTX_new();
    return context === 0 ? raiseOpenssl(capi.PyExc('MemoryError')) : context;
  }

  /** Calls `use` with a copy of the hash's context: the hash goes on. */
  function withCopy<T>(self: PyObject, use: (context: openssl.EvpPointer) => T): T {
    const context = newContext();
    try {
      if (evp.EVP_MD_CTX_copy_ex(context, table.of(self)) === 0) return raiseOpenssl();
      return use(context);
    } finally {
      evp.EVP_MD_CTX_free(context);
    }
  }

  const finish = (self: PyObject): PyObject =>
    withCopy(self, (context) =>
      bytesFilled(evp.EVP_MD_get_size(digest(self)), (to) => evp.EVP_DigestFinal_ex(context, to, 0) === 1),
    );

  /** sic: a negative length gets as far as the bytes object. */
  function finishXof(self: PyObject, length: number): PyObject {
    if (length > INT_MAX) return capi.PyErr_NoMemory();
    if (length === 0) return capi.bytesOf(new Uint8Array());
    return withCopy(self, (context) => bytesFilled(length, (to) => evp.EVP_DigestFinalXOF(context, to, length) === 1));
  }

  function update(context: openssl.EvpPointer, o: PyObject): void {
    withData(o, (address, length) => {
      if (evp.EVP_DigestUpdate(context, address, length) === 0) raiseOpenssl();
    });
  }

  function copy(self: PyObject): PyObject {
    const context = newContext();
    if (evp.EVP_MD_CTX_copy_ex(context, table.of(self)) === 0) {
      evp.EVP_MD_CTX_free(context);
      return raiseOpenssl();
    }
    return table.create(capi.Py_TYPE(self), context);
  }

  return { digest, nameOfHash, newContext, finish, finishXof, update, copy };
}

function createHASH({ bridge, hexOf }: HashState, owner: PyObject, table: Table, operations: Operations): PyObject {
  const { capi, define } = bridge;
  const { digest, nameOfHash, finish, update, copy } = operations;

  function dealloc(self: PyObject): undefined {
    evp.EVP_MD_CTX_free(table.of(self));
    table.dealloc(self);
  }

  function repr(self: PyObject): PyObject {
    const type = capi.tp_name(capi.Py_TYPE(self));
    return capi.strOf(`<${nameOfHash(self)} ${type} object @ 0x${self.toString(16)}>`);
  }

  const methods: MethodDef[] = [
    oneArg(
      'update',
      (self, o) => {
        update(table.of(self), o);
        return capi.none();
      },
      "update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string.",
    ),
    noArgs('digest', finish, 'digest($self, /)\n--\n\nReturn the digest value as a bytes object.'),
    noArgs(
      'hexdigest',
      (self) => hexOf(finish(self)),
      'hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits.',
    ),
    noArgs('copy', copy, 'copy($self, /)\n--\n\nReturn a copy of the hash object.'),
  ];
  return define.PyType_FromModuleAndSpec(owner, {
    name: '_hashlib.HASH',
    basicsize: OBJECT_SIZE,
    flags: FLAGS,
    functions: [
      [Slot.tp_dealloc, 'vi', (self = 0) => dealloc(self)],
      [Slot.tp_repr, 'ii', (self = 0) => repr(self)],
    ],
    doc: describe(''),
    methods,
    getset: [
      { name: 'digest_size', get: (self) => capi.fromNumber(evp.EVP_MD_get_size(digest(self))) },
      { name: 'block_size', get: (self) => capi.fromNumber(evp.EVP_MD_get_block_size(digest(self))) },
      { name: 'name', get: (self) => capi.strOf(nameOfHash(self)) },
    ],
  });
}

function createHASHXOF(
  { bridge, hexOf }: HashState,
  owner: PyObject,
  HASH: PyObject,
  { finishXof }: Operations,
): PyObject {
  const { capi, define, parsers } = bridge;
  const parseLength = parsers.fastKeywords('n:digest', ['length']);
  const parseHexLength = parsers.fastKeywords('n:hexdigest', ['length']);

  const withLength =
    (parse: typeof parseLength, use: (self: PyObject, length: number) => PyObject) =>
    (self: PyObject, args: Pointer, count: number, kwnames: PyObject): PyObject => {
      const parsed = parse(args, count, kwnames);
      return parsed === null ? 0 : use(self, parsed[0] as number);
    };
  return define.PyType_FromModuleAndSpec(owner, {
    name: '_hashlib.HASHXOF',
    basicsize: OBJECT_SIZE,
    flags: FLAGS,
    base: HASH,
    functions: [],
    doc: describe('length'),
    methods: [
      fastCallKeywords(
        'digest',
        withLength(parseLength, finishXof),
        'digest($self, /, length)\n--\n\nReturn the digest value as a bytes object.',
      ),
      fastCallKeywords(
        'hexdigest',
        withLength(parseHexLength, (self, length) =>
          length < 0 ? capi.PyErr_NoMemory() : hexOf(finishXof(self, length)),
        ),
        'hexdigest($self, /, length)\n--\n\nReturn the digest value as a string of hexadecimal digits.',
      ),
    ],
    // Every length is right for it.
    getset: [{ name: 'digest_size', get: () => capi.fromNumber(0) }],
  });
}

export function createHashTypes(state: HashState, owner: PyObject) {
  const { bridge, raiseOpenssl } = state;
  const table: Table = createObjectTable<openssl.EvpPointer>(bridge.capi, bridge.define);
  const operations = createOperations(state, table);
  const { newContext, update } = operations;
  const HASH = createHASH(state, owner, table, operations);
  const HASHXOF = createHASHXOF(state, owner, HASH, operations);

  /** _hashopenssl.c: _hashlib_HASH: a hash of some data (0 for none). The digest is given up. */
  function create(md: openssl.EvpPointer, data: PyObject): PyObject {
    const isXof = (evp.EVP_MD_get_flags(md) & openssl.EVP_MD_FLAG_XOF) !== 0;
    const context = newContext();
    try {
      openssl.ERR_clear_error();
      if (evp.EVP_DigestInit_ex(context, md, 0) === 0) raiseOpenssl();
      if (data !== 0) update(context, data);
    } catch (error) {
      evp.EVP_MD_CTX_free(context);
      throw error;
    } finally {
      evp.EVP_MD_free(md);
    }
    return table.create(isXof ? HASHXOF : HASH, context);
  }

  return { HASH, HASHXOF, functions: constructors(state, create) };
}

const NEW_DOC =
  'Return a new hash object using the named algorithm.\n\nAn optional string argument may be provided and will be\nautomatically hashed.\n\nThe MD5 and SHA1 algorithms are always supported.';

/** `new` and a constructor for each of {@link CONSTRUCTORS}. */
function constructors(state: HashState, create: (md: number, data: PyObject) => PyObject): MethodDef[] {
  const { bridge, raise, textArgument, withData, digestNamed } = state;
  const { capi, parsers } = bridge;
  type Parsed = ReturnType<ReturnType<typeof parsers.fastKeywords>>;

  /** hashlib.h: _Py_hashlib_data_argument */
  function dataOf(data: PyObject | undefined, string: PyObject | undefined): PyObject {
    const given = string !== undefined && string !== capi.Py_None;
    if (data !== undefined && given) {
      raise(
        capi.PyExc('TypeError'),
        "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
      );
    }
    return data ?? (given ? string : 0);
  }

  function newHash(parsed: Parsed, name: string, [data, usedforsecurity, string]: (PyObject | undefined)[]): PyObject {
    if (parsed === null) return 0;
    const isForSecurity = usedforsecurity === undefined ? 1 : capi.PyObject_IsTrue(usedforsecurity);
    if (isForSecurity < 0) return 0;
    const bytes = dataOf(data, string);
    // Data of a wrong type is refused before a name that does not exist.
    if (bytes !== 0) withData(bytes, () => undefined);
    return create(digestNamed(name, isForSecurity === 1), bytes);
  }

  const parseNew = parsers.fastKeywords('O|O$OO:new', ['name', 'data', 'usedforsecurity', 'string']);
  const make = fastCallKeywords(
    'new',
    (_module, args, count, kwnames) => {
      const parsed = parseNew(args, count, kwnames);
      if (parsed === null) return 0;
      const [name, ...rest] = parsed as PyObject[];
      return newHash(parsed, textArgument(name as PyObject, 'new', 'name'), rest);
    },
    `new($module, /, name, data=b'', *, usedforsecurity=True, string=None)\n--\n\n${NEW_DOC}`,
  );
  const named = CONSTRUCTORS.map((hash): MethodDef => {
    const name = `openssl_${hash}`;
    const parse = parsers.fastKeywords(`|O$OO:${name}`, ['data', 'usedforsecurity', 'string']);
    const kind = hash.startsWith('shake') ? `${hash.replace('_', '-')} variable` : hash.replace('_', '-');
    const break_ = name.length > 'openssl_sha1'.length ? `\n${' '.repeat(name.length + 1)}` : ' ';
    return fastCallKeywords(
      name,
      (_module, args, count, kwnames) => {
        const parsed = parse(args, count, kwnames);
        return newHash(parsed, hash, (parsed ?? []) as PyObject[]);
      },
      `${name}($module, /, data=b'', *, usedforsecurity=True,${break_}string=None)\n--\n\nReturns a ${kind} hash object; optionally initialized with a string`,
    );
  });
  return [make, ...named];
}
