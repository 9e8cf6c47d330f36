/** <openssl/x509.h>, <openssl/x509v3.h>: what a certificate says. A certificate is its address. */

import { pointerAt } from '../call/memory.ts';
import { objectNid, objectText, stringBytes, stringText } from './asn1.ts';
import { functions } from './bind.ts';
import { BIO_free, BIO_new_file, writtenBy } from './bio.ts';

const c = functions({
  X509_free: 'void X509_free(uintptr_t)',
  X509_up_ref: 'int X509_up_ref(uintptr_t)',
  X509_cmp: 'int X509_cmp(uintptr_t, uintptr_t)',
  X509_subject_name_hash: 'unsigned long X509_subject_name_hash(uintptr_t)',
  X509_get_subject_name: 'uintptr_t X509_get_subject_name(uintptr_t)',
  X509_get_issuer_name: 'uintptr_t X509_get_issuer_name(uintptr_t)',
  X509_get_version: 'long X509_get_version(uintptr_t)',
  X509_get0_serialNumber: 'uintptr_t X509_get0_serialNumber(uintptr_t)',
  X509_get0_notBefore: 'uintptr_t X509_get0_notBefore(uintptr_t)',
  X509_get0_notAfter: 'uintptr_t X509_get0_notAfter(uintptr_t)',
  X509_get_ext_d2i: 'uintptr_t X509_get_ext_d2i(uintptr_t, int, void *, void *)',
  X509_NAME_entry_count: 'int X509_NAME_entry_count(uintptr_t)',
  X509_NAME_get_entry: 'uintptr_t X509_NAME_get_entry(uintptr_t, int)',
  X509_NAME_ENTRY_set: 'int X509_NAME_ENTRY_set(uintptr_t)',
  X509_NAME_ENTRY_get_object: 'uintptr_t X509_NAME_ENTRY_get_object(uintptr_t)',
  X509_NAME_ENTRY_get_data: 'uintptr_t X509_NAME_ENTRY_get_data(uintptr_t)',
  X509_NAME_print_ex: 'int X509_NAME_print_ex(uintptr_t, uintptr_t, int, unsigned long)',
  X509_get_default_cert_file_env: 'const char *X509_get_default_cert_file_env()',
  X509_get_default_cert_file: 'const char *X509_get_default_cert_file()',
  X509_get_default_cert_dir_env: 'const char *X509_get_default_cert_dir_env()',
  X509_get_default_cert_dir: 'const char *X509_get_default_cert_dir()',
  OPENSSL_sk_num: 'int OPENSSL_sk_num(uintptr_t)',
  OPENSSL_sk_value: 'uintptr_t OPENSSL_sk_value(uintptr_t, int)',
  GENERAL_NAME_print: 'int GENERAL_NAME_print(uintptr_t, uintptr_t)',
  GENERAL_NAMES_free: 'void GENERAL_NAMES_free(uintptr_t)',
  AUTHORITY_INFO_ACCESS_free: 'void AUTHORITY_INFO_ACCESS_free(uintptr_t)',
  CRL_DIST_POINTS_free: 'void CRL_DIST_POINTS_free(uintptr_t)',
  i2a_ASN1_INTEGER: 'int i2a_ASN1_INTEGER(uintptr_t, uintptr_t)',
  ASN1_TIME_print: 'int ASN1_TIME_print(uintptr_t, uintptr_t)',
  PEM_read_bio_X509: 'uintptr_t PEM_read_bio_X509(uintptr_t, void *, void *, void *)',
  PEM_write_bio_X509: 'int PEM_write_bio_X509(uintptr_t, uintptr_t)',
  i2d_X509_bio: 'int i2d_X509_bio(uintptr_t, uintptr_t)',
  ERR_clear_error: 'void ERR_clear_error()',
});

const NID_subject_alt_name = 85;
const NID_crl_distribution_points = 103;
const NID_info_access = 177;
/** Kinds of authority information: where to ask whether a certificate is still good, and who has issued it. */
export const NID_ad_OCSP = 178;
export const NID_ad_ca_issuers = 179;

const XN_FLAG_RFC2253 = 0x1110317;

/** Offsets in GENERAL_NAME, ACCESS_DESCRIPTION, DIST_POINT and DIST_POINT_NAME, which the headers show. */
const VALUE = 8;

/** x509v3.h: GEN_* */
const GEN = { email: 1, DNS: 2, directory: 4, URI: 6, IPAddress: 7, RID: 8 } as const;

/** A distinguished name: relative ones, each a list of attributes. */
export type DistinguishedName = (readonly [attribute: string, value: string])[][];
export type AlternativeName = readonly [kind: string, value: string | DistinguishedName];

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const printed = (write: (bio: number) => void): string => text(writtenBy(write));

export function X509_free(x509: number): void {
  c.X509_free(x509);
}

/** One owner more. */
export function X509_up_ref(x509: number): void {
  c.X509_up_ref(x509);
}

export function X509_cmp(a: number, b: number): number {
  return c.X509_cmp(a, b);
}

export function X509_subject_name_hash(x509: number): number {
  return c.X509_subject_name_hash(x509);
}

function distinguishedName(name: number): DistinguishedName {
  const parts: DistinguishedName = [];
  let last = -1;
  for (let index = 0; index < c.X509_NAME_entry_count(name); index++) {
    const entry = c.X509_NAME_get_entry(name, index);
    const part = c.X509_NAME_ENTRY_set(entry);
    if (part !== last) parts.push([]);
    last = part;
    const attribute = objectText(c.X509_NAME_ENTRY_get_object(entry), false);
    parts.at(-1)?.push([attribute, stringText(c.X509_NAME_ENTRY_get_data(entry)) ?? '']);
  }
  return parts;
}

export function subjectOf(x509: number): DistinguishedName {
  return distinguishedName(c.X509_get_subject_name(x509));
}

export function issuerOf(x509: number): DistinguishedName {
  return distinguishedName(c.X509_get_issuer_name(x509));
}

/** As RFC 2253 writes it. */
export function subjectText(x509: number): string {
  return printed((bio) => c.X509_NAME_print_ex(bio, c.X509_get_subject_name(x509), 0, XN_FLAG_RFC2253));
}

/** 1, 2 or 3. */
export function versionOf(x509: number): number {
  return c.X509_get_version(x509) + 1;
}

/** In hexadecimal digits. */
export function serialNumberOf(x509: number): string {
  return printed((bio) => c.i2a_ASN1_INTEGER(bio, c.X509_get0_serialNumber(x509)));
}

/** The times between which it holds, as OpenSSL prints them. */
export function validityOf(x509: number): { readonly notBefore: string; readonly notAfter: string } {
  return {
    notBefore: printed((bio) => c.ASN1_TIME_print(bio, c.X509_get0_notBefore(x509))),
    notAfter: printed((bio) => c.ASN1_TIME_print(bio, c.X509_get0_notAfter(x509))),
  };
}

/** What lies on a stack, each made something of; none for an extension that is not there. The stack is freed. */
function unstacked<T>(stack: number, make: (item: number) => T, free: (stack: number) => unknown): T[] {
  if (stack === 0) return [];
  try {
    return Array.from({ length: c.OPENSSL_sk_num(stack) }, (_, index) => make(c.OPENSSL_sk_value(stack, index)));
  } finally {
    free(stack);
  }
}

const kindOf = (generalName: number): number => pointerAt(generalName) & 0xff;

function ipAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return '<invalid>';
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2] as number) << 8) | (bytes[i * 2 + 1] as number));
  return groups.map((group) => group.toString(16).toUpperCase()).join(':');
}

function alternativeName(name: number): AlternativeName {
  const value = pointerAt(name + VALUE);
  switch (kindOf(name)) {
    case GEN.directory:
      return ['DirName', distinguishedName(value)];
    case GEN.email:
      return ['email', text(stringBytes(value))];
    case GEN.DNS:
      return ['DNS', text(stringBytes(value))];
    case GEN.URI:
      return ['URI', text(stringBytes(value))];
    case GEN.RID:
      return ['Registered ID', objectText(value, false) || '<INVALID>'];
    case GEN.IPAddress:
      return ['IP Address', ipAddress(stringBytes(value))];
    default: {
      const [, kind = '', rest = ''] = /^([^:]*):(.*)$/s.exec(printed((bio) => c.GENERAL_NAME_print(bio, name))) ?? [];
      return [kind, rest];
    }
  }
}

function extension(x509: number, nid: number): number {
  const found = c.X509_get_ext_d2i(x509, nid, null, null);
  if (found === 0) c.ERR_clear_error();
  return found;
}

export function alternativeNamesOf(x509: number): AlternativeName[] {
  return unstacked(extension(x509, NID_subject_alt_name), alternativeName, c.GENERAL_NAMES_free);
}

function uriOf(generalName: number): string[] {
  return kindOf(generalName) === GEN.URI ? [text(stringBytes(pointerAt(generalName + VALUE)))] : [];
}

/** Addresses of one kind, `NID_ad_*`, of the authority that has issued it. */
export function authorityAddresses(x509: number, nid: number): string[] {
  const ofDescription = (description: number): string[] =>
    objectNid(pointerAt(description)) === nid ? uriOf(pointerAt(description + VALUE)) : [];
  return unstacked(extension(x509, NID_info_access), ofDescription, c.AUTHORITY_INFO_ACCESS_free).flat();
}

/** Where lists of revoked certificates are. */
export function revocationLists(x509: number): string[] {
  const ofPoint = (point: number): string[] => {
    const name = pointerAt(point);
    const isFull = name !== 0 && kindOf(name) === 0;
    return isFull ? unstacked(pointerAt(name + VALUE), uriOf, () => undefined).flat() : [];
  };
  return unstacked(extension(x509, NID_crl_distribution_points), ofPoint, c.CRL_DIST_POINTS_free).flat();
}

/** The certificate in a PEM file; a string says why there is none. `path` ends with NUL. */
export function readCertificate(path: Uint8Array): number | 'unopened' | 'undecoded' {
  const bio = BIO_new_file(path);
  if (bio === 0) return 'unopened';
  const x509 = c.PEM_read_bio_X509(bio, null, null, null);
  BIO_free(bio);
  return x509 === 0 ? 'undecoded' : x509;
}

export function certificatePem(x509: number): string {
  return printed((bio) => c.PEM_write_bio_X509(bio, x509));
}

export function certificateDer(x509: number): Uint8Array {
  return writtenBy((bio) => c.i2d_X509_bio(bio, x509));
}

/** Where OpenSSL looks for certificates of authorities, and the names of the variables that say where else. */
export function defaultVerifyPaths(): [fileEnv: string, file: string, dirEnv: string, dir: string] {
  return [
    c.X509_get_default_cert_file_env() as string,
    c.X509_get_default_cert_file() as string,
    c.X509_get_default_cert_dir_env() as string,
    c.X509_get_default_cert_dir() as string,
  ];
}
