/** _ssl.c: the functions of the module: object identifiers, where certificates are. */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCallKeywords, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Certificates } from './certificate.ts';
import { substituteBundle } from './default-authorities.ts';
import type { SslExceptions } from './exceptions.ts';
import { randomFunctions } from './random-functions.ts';

/** How much of what was asked for stands in a message. */
const SHOWN = 100;

export function sslFunctions(bridge: Bridge, exceptions: SslExceptions, certificates: Certificates): MethodDef[] {
  const { capi, parsers } = bridge;
  const parseTxt2obj = parsers.fastKeywords('s|O:txt2obj', ['txt', 'name']);

  const textOrNone = (text: string | null): PyObject => (text === null ? capi.none() : capi.strOf(text));

  /** _ssl.c: asn1obj2py */
  function identifierObject(found: openssl.ObjectIdentifier | null): PyObject {
    if (found === null) return capi.raise('ValueError', 'Unknown object');
    const { nid, shortname, longname, oid } = found;
    return capi.tupleOf(capi.fromNumber(nid), textOrNone(shortname), textOrNone(longname), textOrNone(oid));
  }

  function txt2obj(_module: PyObject, args: number, count: number, names: PyObject): PyObject {
    const given = count > 0 ? capi.memory.uint32(args) : 0;
    if (given !== 0 && !capi.PyUnicode_Check(given)) {
      const name = capi.givenName(given);
      return capi.raise('TypeError', `txt2obj() argument 'txt' must be str, not ${name}`);
    }
    const parsed = parseTxt2obj(args, count, names);
    if (parsed === null) return 0;
    const [text, nameobj] = parsed as [string, PyObject?];
    const isName = nameobj === undefined ? 0 : capi.PyObject_IsTrue(nameobj);
    if (isName < 0) return 0;
    const found = openssl.findObject(text, isName === 1);
    if (found === undefined) return capi.raise('ValueError', `unknown object '${text.slice(0, SHOWN)}'`);
    return identifierObject(found);
  }

  function nid2obj(_module: PyObject, o: PyObject): PyObject {
    const nid = parsers.PyLong_AsInt(o);
    if (nid === null) return 0;
    if (nid < 0) return capi.raise('ValueError', 'NID must be positive.');
    const found = openssl.objectOfNid(nid);
    return found === undefined ? capi.raise('ValueError', `unknown NID ${nid}`) : identifierObject(found);
  }

  function raiseSSLError(message: string): 0 {
    const text = capi.strOf(message);
    capi.PyErr_SetObject(exceptions.SSLError, text);
    capi.Py_DecRef(text);
    return 0;
  }

  function test_decode_cert(_module: PyObject, o: PyObject): PyObject {
    const path = capi.PyUnicode_FSConverter(o);
    const bytes = path === 0 ? null : capi.bytesFrom(path);
    if (path !== 0) capi.Py_DecRef(path);
    if (bytes === null) return 0;
    const x509 = openssl.readCertificate(Uint8Array.of(...bytes, 0));
    if (x509 === 'unopened') return raiseSSLError("Can't open file");
    if (x509 === 'undecoded') return raiseSSLError('Error decoding PEM-encoded file');
    const dict = certificates.decode(x509);
    openssl.X509_free(x509);
    return dict;
  }

  /** Differs: the system's bundle where OpenSSL's own places are empty (default-authorities.ts). */
  function get_default_verify_paths(): PyObject {
    const [fileEnv, file, foldersEnv, folders] = openssl.defaultVerifyPaths();
    const bundle = substituteBundle(file, folders) || file;
    return capi.tupleOf(...[fileEnv, bundle, foldersEnv, folders].map((text) => capi.strOf(text)));
  }

  return [
    fastCallKeywords(
      'txt2obj',
      txt2obj,
      'txt2obj($module, /, txt, name=False)\n--\n\nThe number, the short and long name and the OID of an object of ASN.1, by its OID; with\nname=True by its names too.',
    ),
    oneArg(
      'nid2obj',
      nid2obj,
      "nid2obj($module, nid, /)\n--\n\nThe number, the short and long name and the OID of an object of ASN.1, by OpenSSL's\nnumber.",
    ),
    ...randomFunctions(bridge, raiseSSLError),
    noArgs(
      'get_default_verify_paths',
      get_default_verify_paths,
      'get_default_verify_paths($module, /)\n--\n\nWhere certificates of authorities are looked for: the variable that names a file, the\nfile, the variable that names a folder, the folder.',
    ),
    oneArg('_test_decode_cert', test_decode_cert, '_test_decode_cert($module, path, /)\n--\n\n'),
  ];
}
