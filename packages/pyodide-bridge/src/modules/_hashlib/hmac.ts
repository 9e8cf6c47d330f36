/** _hashopenssl.c: the type `_hashlib.HMAC`, `hmac_new` and `hmac_digest`. */
import { constants, openssl } from '@pysock/host';
import { fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';
import {
  type MethodDef,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_IMMUTABLETYPE,
  Slot,
} from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE, type ObjectTable } from '../../handles/object-table.ts';
import { nameOf } from './digests.ts';
import type { HashState } from './state.ts';

const { evp } = openssl;
const { INT_MAX } = constants;

const TYPE_DOC =
  'The object used to calculate HMAC of a message.\n\nMethods:\n\nupdate() -- updates the current digest with an additional string\ndigest() -- return the current digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash object\n\nAttributes:\n\nname -- the name, including the hash algorithm used by this object\ndigest_size -- number of bytes in digest() output\n';

type Table = ObjectTable<openssl.EvpPointer>;
type Operations = ReturnType<typeof createOperations>;

/** What is done with the contexts behind the objects: values of the table, each an HMAC_CTX. */
function createOperations(state: HashState, table: Table) {
  const { bridge, raise, raiseOpenssl, withData, bytesFilled } = state;
  const { capi, hostMemory } = bridge;

  const digest = (self: PyObject): openssl.EvpPointer => evp.HMAC_CTX_get_md(table.of(self));
  const nameOfDigest = (self: PyObject): string => nameOf(evp.EVP_MD_get_type(digest(self))) ?? '';

  /** A copy of a context, or a new one with a digest and a key. */
  function newContext(initialize: (context: openssl.EvpPointer) => number): openssl.EvpPointer {
    const context = evp.HMAC_CTX_new();
    if (context === 0) return raiseOpenssl(capi.PyExc('MemoryError'));
    openssl.ERR_clear_error();
    if (initialize(context) !== 0) return context;
    evp.HMAC_CTX_free(context);
    return raiseOpenssl();
  }

  const copyOf = (self: PyObject): openssl.EvpPointer =>
    newContext((context) => evp.HMAC_CTX_copy(context, table.of(self)));

  function update(context: openssl.EvpPointer, o: PyObject): void {
    withData(o, (address, length) => {
      if (evp.HMAC_Update(context, address, length) === 0) raiseOpenssl();
    });
  }

  function finish(self: PyObject): PyObject {
    const context = copyOf(self);
    try {
      return bytesFilled(evp.EVP_MD_get_size(digest(self)), (to) => evp.HMAC_Final(context, to, 0) === 1);
    } finally {
      evp.HMAC_CTX_free(context);
    }
  }

  function keyOf({ pointer, length }: BorrowedBuffer): [address: number, length: number] {
    if (length > INT_MAX) raise(capi.PyExc('OverflowError'), 'key is too long.');
    return [hostMemory.address(pointer), length];
  }

  return { digest, nameOfDigest, newContext, copyOf, update, finish, keyOf };
}

function createType({ bridge, hexOf }: HashState, owner: PyObject, table: Table, operations: Operations): PyObject {
  const { capi, define, parsers } = bridge;
  const { digest, nameOfDigest, copyOf, update, finish } = operations;
  const parseUpdate = parsers.fastKeywords('O:update', ['msg']);

  const methods: MethodDef[] = [
    fastCallKeywords(
      'update',
      (self, args, count, kwnames) => {
        const parsed = parseUpdate(args, count, kwnames);
        if (parsed === null) return 0;
        update(table.of(self), parsed[0] as PyObject);
        return capi.none();
      },
      'update($self, /, msg)\n--\n\nUpdate the HMAC object with msg.',
    ),
    noArgs(
      'digest',
      finish,
      'digest($self, /)\n--\n\nReturn the digest of the bytes passed to the update() method so far.',
    ),
    noArgs(
      'hexdigest',
      (self) => hexOf(finish(self)),
      'hexdigest($self, /)\n--\n\nReturn hexadecimal digest of the bytes passed to the update() method so far.\n\nThis may be used to exchange the value safely in email or other non-binary\nenvironments.',
    ),
    noArgs(
      'copy',
      (self) => table.create(capi.Py_TYPE(self), copyOf(self)),
      'copy($self, /)\n--\n\nReturn a copy ("clone") of the HMAC object.',
    ),
  ];
  return define.PyType_FromModuleAndSpec(owner, {
    name: '_hashlib.HMAC',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    functions: [
      [
        Slot.tp_dealloc,
        'vi',
        (self = 0) => {
          evp.HMAC_CTX_free(table.of(self));
          table.dealloc(self);
          return undefined;
        },
      ],
      [Slot.tp_repr, 'ii', (self = 0) => capi.strOf(`<${nameOfDigest(self)} HMAC object @ 0x${self.toString(16)}>`)],
    ],
    doc: TYPE_DOC,
    methods,
    getset: [
      { name: 'digest_size', get: (self) => capi.fromNumber(evp.EVP_MD_get_size(digest(self))) },
      { name: 'block_size', get: (self) => capi.fromNumber(evp.EVP_MD_get_block_size(digest(self))) },
      { name: 'name', get: (self) => capi.strOf(`hmac-${nameOfDigest(self)}`) },
    ],
  });
}

export function createHmac(state: HashState, owner: PyObject) {
  const { bridge, raise, raiseOpenssl, digestOf, withDigest, bytesFilled } = state;
  const { capi, define, hostMemory, parsers } = bridge;
  const table: Table = createObjectTable<openssl.EvpPointer>(capi, define);
  const operations = createOperations(state, table);
  const { newContext, update, keyOf } = operations;
  const HMAC = createType(state, owner, table, operations);
  const parseNew = parsers.fastKeywords('y*|OO:hmac_new', ['key', 'msg', 'digestmod']);
  const parseDigest = parsers.fastKeywords('y*y*O:hmac_digest', ['key', 'msg', 'digest']);

  function hmac_new(key: BorrowedBuffer, msg: PyObject | undefined, digestmod = capi.Py_None): PyObject {
    if (digestmod === capi.Py_None) {
      raise(capi.PyExc('TypeError'), "Missing required parameter 'digestmod'.");
    }
    const context = withDigest(digestOf(digestmod), (md) =>
      newContext((created) => evp.HMAC_Init_ex(created, ...keyOf(key), md, 0)),
    );
    try {
      if (msg !== undefined && msg !== capi.Py_None) update(context, msg);
    } catch (error) {
      evp.HMAC_CTX_free(context);
      throw error;
    }
    return table.create(HMAC, context);
  }

  /** _hashopenssl.c: _hashlib_hmac_singleshot_impl */
  function hmac_digest(key: BorrowedBuffer, msg: BorrowedBuffer, digestmod: PyObject): PyObject {
    return withDigest(digestOf(digestmod), (md) => {
      const context = newContext((created) => evp.HMAC_Init_ex(created, ...keyOf(key), md, 0));
      try {
        if (evp.HMAC_Update(context, hostMemory.address(msg.pointer), msg.length) === 0) raiseOpenssl();
        return bytesFilled(evp.EVP_MD_get_size(md), (to) => evp.HMAC_Final(context, to, 0) === 1);
      } finally {
        evp.HMAC_CTX_free(context);
      }
    });
  }

  const functions: MethodDef[] = [
    fastCallKeywords(
      'hmac_new',
      (_module, ...args) => state.released(parseNew(...args), hmac_new),
      "hmac_new($module, /, key, msg=b'', digestmod=None)\n--\n\nReturn a new hmac object.",
    ),
    fastCallKeywords(
      'hmac_digest',
      (_module, ...args) => state.released(parseDigest(...args), hmac_digest),
      'hmac_digest($module, /, key, msg, digest)\n--\n\nSingle-shot HMAC.',
    ),
  ];
  return { HMAC, functions };
}
