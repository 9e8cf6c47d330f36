/** OpenSSL's functions by their names, a file for each header's theme. */
export * from './asn1.ts';
export { callback, isAvailable, versionNumber, versionText } from './bind.ts';
export * from './bio.ts';
export * from './rand.ts';
export * from './x509.ts';
