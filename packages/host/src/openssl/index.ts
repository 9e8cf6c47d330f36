/** OpenSSL's functions by their names, a file for each header's theme. */
export * from './asn1.ts';
export {
  callback,
  clearErrno,
  isAvailable,
  isLikelyAvailable,
  UNAVAILABLE,
  versionNumber,
  versionText,
} from './bind.ts';
export * from './bio.ts';
export * from './context.ts';
export * from './context-parts.ts';
export * from './err.ts';
export * from './evp.ts';
export * from './memory.ts';
export * from './rand.ts';
export * from './session.ts';
export * from './ssl.ts';
export * from './x509.ts';
