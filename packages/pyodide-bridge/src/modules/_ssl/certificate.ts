/** _ssl/cert.c: the type `_ssl.Certificate`; _ssl.c: _decode_certificate. */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCallKeywords, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE } from '../../handles/object-table.ts';
import { rawAddress } from '../../wasm/emscripten.ts';
import { ENCODING_DER, ENCODING_PEM } from './constants.ts';
import type { SslState } from './state.ts';

const Py_EQ = 2;
const Py_NE = 3;

export type Certificates = SslState['certificate'] & { readonly type: PyObject };

export function createCertificateType(bridge: Bridge, owner: PyObject): Certificates {
  const { capi, define, parsers } = bridge;
  const table = createObjectTable<number>(capi, define);
  const notImplemented = rawAddress(capi.module, '_Py_NotImplementedStruct');
  const parseFormat = parsers.fastKeywords('|i!:public_bytes', ['format']);

  const nameObject = (name: openssl.DistinguishedName): PyObject =>
    capi.tupleOf(
      ...name.map((part) =>
        capi.tupleOf(...part.map(([attribute, value]) => capi.pairOf(capi.strOf(attribute), capi.strOf(value)))),
      ),
    );
  const textsObject = (texts: readonly string[]): PyObject => capi.tupleOf(...texts.map((text) => capi.strOf(text)));

  function decode(x509: number): PyObject {
    const dict = capi.PyDict_New();
    const put = (key: string, value: PyObject): void => {
      capi.PyDict_SetItemString(dict, capi.memory.literal(key), value);
      capi.Py_DecRef(value);
    };
    put('subject', nameObject(openssl.subjectOf(x509)));
    put('issuer', nameObject(openssl.issuerOf(x509)));
    put('version', capi.fromNumber(openssl.versionOf(x509)));
    put('serialNumber', capi.strOf(openssl.serialNumberOf(x509)));
    const { notBefore, notAfter } = openssl.validityOf(x509);
    put('notBefore', capi.strOf(notBefore));
    put('notAfter', capi.strOf(notAfter));
    const names = openssl.alternativeNamesOf(x509).map(([kind, value]) => {
      return capi.pairOf(capi.strOf(kind), typeof value === 'string' ? capi.strOf(value) : nameObject(value));
    });
    if (names.length > 0) put('subjectAltName', capi.tupleOf(...names));
    const lists = {
      OCSP: openssl.authorityAddresses(x509, openssl.NID_ad_OCSP),
      caIssuers: openssl.authorityAddresses(x509, openssl.NID_ad_ca_issuers),
      crlDistributionPoints: openssl.revocationLists(x509),
    };
    for (const [key, texts] of Object.entries(lists)) if (texts.length > 0) put(key, textsObject(texts));
    return dict;
  }

  function public_bytes(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseFormat(args, count, names);
    if (parsed === null) return 0;
    const [format = ENCODING_PEM] = parsed as [number?];
    const x509 = table.of(self);
    if (format === ENCODING_PEM) return capi.strOf(openssl.certificatePem(x509));
    if (format === ENCODING_DER) return capi.bytesOf(openssl.certificateDer(x509));
    return capi.raise('ValueError', 'Unsupported format');
  }

  function dealloc(self: PyObject): undefined {
    openssl.X509_free(table.of(self));
    table.dealloc(self);
  }

  function richcompare(self: PyObject, other: PyObject, operation: number): PyObject {
    const isComparable = capi.Py_TYPE(other) === type && (operation === Py_EQ || operation === Py_NE);
    if (!isComparable) return capi.newRef(notImplemented);
    const isEqual = openssl.X509_cmp(table.of(self), table.of(other)) === 0;
    return capi.PyBool_FromLong(isEqual === (operation === Py_EQ));
  }

  const type = define.PyType_FromModuleAndSpec(owner, {
    name: '_ssl.Certificate',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_dealloc, 'vi', dealloc as (...args: number[]) => undefined],
      [Slot.tp_richcompare, 'iiii', richcompare as (...args: number[]) => number],
      [Slot.tp_hash, 'ii', (self = 0) => openssl.X509_subject_name_hash(table.of(self)) | 0],
      [Slot.tp_repr, 'ii', (self = 0) => capi.strOf(`<_ssl.Certificate '${openssl.subjectText(table.of(self))}'>`)],
    ],
    methods: [
      fastCallKeywords(
        'public_bytes',
        public_bytes,
        'public_bytes($self, /, format=Encoding.PEM)\n--\n\nThe certificate as text (ENCODING_PEM) or as bytes (ENCODING_DER).',
      ),
      noArgs(
        'get_info',
        (self: PyObject) => decode(table.of(self)),
        'get_info($self, /)\n--\n\nWhat the certificate says, as getpeercert() has it.',
      ),
    ],
  });
  return {
    type,
    decode,
    create(x509) {
      openssl.X509_up_ref(x509);
      return table.create(type, x509);
    },
    toDer: (x509) => capi.bytesOf(openssl.certificateDer(x509)),
  };
}
