/** TLS: the module ssl over the OpenSSL that Node is linked with. Each program is CPython's to answer as well, where there is one. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderOf, pysock, pysockProgram, python, run } from './support/command.ts';
import { program, serve } from './support/serving.ts';

const interpreters: [string, readonly string[]][] = [['pysock', pysockProgram]];
if (python !== undefined) interpreters.push(['CPython', python.program]);
const timeout = 60_000;

/** An authority of the tests' own, and a certificate for localhost and 127.0.0.1 with its key. */
const certificates = fileURLToPath(new URL('programs/tls', import.meta.url));
const ca = readFileSync(`${certificates}/ca.pem`);
const server = readFileSync(`${certificates}/server.pem`);

const ECHO = `TLSv1.3 ('TLS_AES_256_GCM_SHA384', 'TLSv1.3', 256) echo/1
((('organizationName', 'pysock tests'),), (('commonName', 'localhost'),)) (('DNS', 'localhost'), ('IP Address', '127.0.0.1'))
True
TimeoutError('The read operation timed out')
2 None
True
CERTIFICATE_VERIFY_FAILED SSL 20 unable to get local issuer certificate
CERTIFICATE_VERIFY_FAILED SSL 62 Hostname mismatch, certificate is not valid for 'example.org'.
check_hostname requires server_hostname
TLSv1.2 b'old' True
True
`;

const CALLBACKS = `[('SSLSocket', 'localhost', True)]
3 'the third'
3 'the third'
3 'the third'
3 'the third'
b'late'
['TLSV1_ALERT_ACCESS_DENIED', 'CALLBACK_FAILED']
('write', 'TLSv1') True
KeyError('from the callback')
a key without a password asks for none
descriptors left over: 0
collected: True
`;

const FETCH = `
import ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[2])
with urllib.request.urlopen(sys.argv[1], context=context) as response:
    print(response.status, response.read())
try:
    urllib.request.urlopen(sys.argv[1])
except urllib.error.URLError as error:
    print(type(error.reason).__name__, error.reason.verify_message)
`;

/** A mount namespace whose /etc has one authority at `$1`, or none. */
const AUTHORITY_AT = `mount -t tmpfs none /etc/ssl && mkdir -p /etc/pki && mount -t tmpfs none /etc/pki || exit 99
unset SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS
[ -z "$1" ] || { mkdir -p "\${1%/*}" && cp "$2" "$1"; }
shift 2; exec "$@"`;
const NAMESPACE = ['--user', '--map-root-user', '--mount', 'sh', '-c', AUTHORITY_AT, 'sh'];
const hasNamespaces = spawnSync('unshare', [...NAMESPACE, '', '', 'true']).status === 0;
const without = hasNamespaces ? '' : ' (skipped: unshare makes no mount namespace here, or /etc/pki cannot be made)';

const AUTHORITIES = `
import ssl
context = ssl.create_default_context()
print(ssl.get_default_verify_paths().cafile, context.cert_store_stats()['x509_ca'])
`;

describe('TLS', () => {
  it.runIf(hasNamespaces).each([
    ['/etc/ssl/certs/ca-certificates.crt', '1'],
    ['/etc/pki/tls/certs/ca-bundle.crt', '1'],
    ['/etc/ssl/cert.pem', '1'],
    ['', String(rootCertificates.length)],
  ])(`finds the authorities in %s${without}`, async (place, count) => {
    const [unshare, ...rest] = ['unshare', ...NAMESPACE, place, `${certificates}/ca.pem`, ...pysockProgram];
    const { stdout, stderr } = await run([unshare as string, ...rest], ['-c', AUTHORITIES]);
    expect({ stdout, stderr }).toEqual({ stdout: `${place || 'None'} ${count}\n`, stderr: '' });
  });

  // What CPython prints is written down: two threads use one connection, on which CPython 3.11 crashes once in twenty runs.
  it('between threads and streams', { timeout }, async () => {
    const { stdout, stderr } = await run(pysockProgram, [program('tls_echo'), certificates]);
    expect({ stdout, stderr }).toEqual({ stdout: ECHO, stderr: '' });
  });

  it.each(interpreters)(
    'calls back, hears signals and leaves nothing over in %s',
    { timeout },
    async (_, interpreter) => {
      const { stdout, stderr } = await run(interpreter, [program('tls_callbacks'), certificates]);
      expect({ stdout, stderr }).toEqual({ stdout: CALLBACKS, stderr: '' });
    },
  );

  it('to a server of Node', { timeout }, async () => {
    const listening = createServer({ key: server, cert: server }, (_, response) => response.end('over TLS'));
    await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
    try {
      const url = `https://localhost:${(listening.address() as AddressInfo).port}/`;
      const { stdout, stderr } = await pysock(['-c', FETCH, url, `${certificates}/ca.pem`]);
      const refused = 'SSLCertVerificationError unable to get local issuer certificate';
      expect({ stdout, stderr }).toEqual({ stdout: `200 b'over TLS'\n${refused}\n`, stderr: '' });
    } finally {
      listening.close();
    }
  });

  it('from a client of Node: pysock -m http.server --tls-cert', { timeout }, async () => {
    using folder = folderOf({ page: 'a page' });
    const tls = ['--tls-cert', `${certificates}/server.pem`];
    await using serving = await serve(
      pysockProgram,
      ['-m', 'http.server', '-b', '127.0.0.1', '-d', folder.path, ...tls, '0'],
      /port (\d+) .*\n/,
      { env: { PYTHONUNBUFFERED: '1' } },
    );
    const fetchPage = () =>
      new Promise<string>((resolve, reject) => {
        const request = get(`https://127.0.0.1:${serving.found[1]}/page`, { ca }, (response) =>
          resolve(text(response)),
        );
        request.on('error', reject);
      });
    for (let turn = 0; turn < 3; turn += 1) expect(await fetchPage()).toBe('a page');
    expect((await serving.stop('SIGINT')).status).toBe(0);
  });
});
