/**
 * Where the certificates of authorities are when this OpenSSL's own places are empty. Node from npm is built to look in /etc/ssl,
 * which Fedora, RHEL and Amazon Linux leave empty, and a distribution's CPython uses an OpenSSL that is built for that
 * distribution: so the distributions' bundles come next, and the roots that Node brings last.
 */
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Tls from 'node:tls';

/** Bundles by distribution, as far as they are not in OpenSSL's own places. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Alpine, Arch, Gentoo
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL, Amazon Linux
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora and RHEL since update-ca-trust
  '/etc/ssl/ca-bundle.pem', // SUSE
  '/etc/pki/tls/cacert.pem', // OpenELEC
  '/etc/ssl/cert.pem', // Alpine, BSDs' layout
] as const;
/** X509_LOOKUP_hash_dir: the name of a certificate in a folder. */
const HASHED = /^[0-9a-f]{8}\.\d+$/;

function isFilled(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > 0;
}

function hasHashed(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => HASHED.test(name));
  } catch {
    return false;
  }
}

/**
 * The bundle that stands for OpenSSL's own file and folders (separated by colons) when both are empty: a path, '' where this system
 * has none, undefined when they are not empty.
 */
export function substituteBundle(file: string, folders: string): string | undefined {
  if (isFilled(file) || folders.split(':').some(hasHashed)) return undefined;
  return BUNDLES.find(isFilled) ?? '';
}

/** The roots that Node brings, in PEM. Loads `node:tls`, which nothing else here needs. */
export function nodeRoots(): string {
  const tls = createRequire('/')('node:tls') as typeof Tls;
  return tls.rootCertificates.join('\n');
}
