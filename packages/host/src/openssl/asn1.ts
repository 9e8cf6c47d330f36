/** <openssl/objects.h>, <openssl/asn1.h>: object identifiers, strings and times. An object is its address; 0 is NULL. */
import { stringAt, viewOf } from '../call/libc.ts';
import { functions } from './bind.ts';

const c = functions({
  OBJ_txt2obj: 'uintptr_t OBJ_txt2obj(const char *, int)',
  OBJ_nid2obj: 'uintptr_t OBJ_nid2obj(int)',
  OBJ_obj2nid: 'int OBJ_obj2nid(uintptr_t)',
  OBJ_obj2txt: 'int OBJ_obj2txt(void *, int, uintptr_t, int)',
  OBJ_nid2sn: 'uintptr_t OBJ_nid2sn(int)',
  OBJ_nid2ln: 'uintptr_t OBJ_nid2ln(int)',
  ASN1_OBJECT_free: 'void ASN1_OBJECT_free(uintptr_t)',
  ASN1_STRING_get0_data: 'uintptr_t ASN1_STRING_get0_data(uintptr_t)',
  ASN1_STRING_length: 'int ASN1_STRING_length(uintptr_t)',
  ASN1_STRING_to_UTF8: 'int ASN1_STRING_to_UTF8(void *, uintptr_t)',
  CRYPTO_free: 'void CRYPTO_free(uintptr_t, const char *, int)',
});

/** What OpenSSL knows of an object identifier. */
export interface ObjectIdentifier {
  readonly nid: number;
  readonly shortname: string | null;
  readonly longname: string | null;
  /** Numbers with dots; null of the one that stands for none. */
  readonly oid: string | null;
}

const NID_undef = 0;

/** An object's long name, or its numbers where it has none; with `onlyNumbers` always the numbers. Empty of the undefined one. */
export function objectText(object: number, onlyNumbers: boolean): string {
  const length = c.OBJ_obj2txt(null, 0, object, onlyNumbers ? 1 : 0);
  if (length <= 0) return '';
  const text = new Uint8Array(length + 1);
  c.OBJ_obj2txt(text, text.length, object, onlyNumbers ? 1 : 0);
  return Buffer.from(text.subarray(0, length)).toString('latin1');
}

export function objectNid(object: number): number {
  return c.OBJ_obj2nid(object);
}

function identifier(object: number): ObjectIdentifier | null {
  const nid = c.OBJ_obj2nid(object);
  if (nid === NID_undef) return null;
  const oid = objectText(object, true);
  return {
    nid,
    shortname: stringAt(c.OBJ_nid2sn(nid)),
    longname: stringAt(c.OBJ_nid2ln(nid)),
    oid: oid === '' ? null : oid,
  };
}

/** By its numbers, with `isName` by its names too. Undefined for none, null for one that has no number of OpenSSL's. */
export function findObject(text: string, isName: boolean): ObjectIdentifier | null | undefined {
  const object = c.OBJ_txt2obj(text, isName ? 0 : 1);
  if (object === 0) return undefined;
  try {
    return identifier(object);
  } finally {
    c.ASN1_OBJECT_free(object);
  }
}

/** By OpenSSL's number. */
export function objectOfNid(nid: number): ObjectIdentifier | null | undefined {
  const object = c.OBJ_nid2obj(nid);
  return object === 0 ? undefined : identifier(object);
}

/** An ASN.1 string's bytes as they are. */
export function stringBytes(string: number): Uint8Array {
  const length = c.ASN1_STRING_length(string);
  return length === 0 ? new Uint8Array() : viewOf(c.ASN1_STRING_get0_data(string), length).slice();
}

/** An ASN.1 string of any kind as text; null when it is none. */
export function stringText(string: number): string | null {
  const start = new BigUint64Array(1);
  const length = c.ASN1_STRING_to_UTF8(start, string);
  if (length < 0) return null;
  const text = length === 0 ? '' : Buffer.from(viewOf(start[0] as bigint, length)).toString();
  c.CRYPTO_free(Number(start[0]), '', 0);
  return text;
}
