/** Wheels made in memory, and an index that serves them on the loopback over TLS, as PyPI does. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A ZIP archive whose files are not compressed. */
function zip(files: Files): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (const [name, contents] of Object.entries(files)) {
    const data = Buffer.from(contents);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(place, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, end, path);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, data]);
    parts.push(local);
    place += local.length;
  }
  const index = Buffer.concat(directory);
  const tail = Buffer.alloc(22);
  tail.write('PK\x05\x06', 'latin1');
  tail.writeUInt16LE(parts.length, 8);
  tail.writeUInt16LE(parts.length, 10);
  tail.writeUInt32LE(index.length, 12);
  tail.writeUInt32LE(place, 16);
  return Buffer.concat([...parts, index, tail]);
}

export interface WheelOptions {
  readonly tag?: string;
  /** Lines of METADATA: `Requires-Dist: other`. */
  readonly metadata?: readonly string[];
  /** Lines of the group console_scripts. */
  readonly scripts?: readonly string[];
}

export interface Wheel {
  readonly name: string;
  readonly file: string;
  readonly bytes: Buffer;
  /** What the index says that its SHA-256 is. */
  readonly sha256: string;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A wheel of version 1.0. */
export function wheel(name: string, files: Files, options: WheelOptions = {}): Wheel {
  const { tag = 'py3-none-any', metadata = [], scripts = [] } = options;
  const info = `${name}-1.0.dist-info`;
  const all: Record<string, string | Uint8Array> = {
    ...files,
    [`${info}/METADATA`]: ['Metadata-Version: 2.1', `Name: ${name}`, 'Version: 1.0', ...metadata, ''].join('\n'),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    ...(scripts.length > 0 && { [`${info}/entry_points.txt`]: `[console_scripts]\n${scripts.join('\n')}\n` }),
  };
  const record = [...Object.keys(all).map((path) => `${path},,`), `${info}/RECORD,,`].join('\n');
  const bytes = zip({ ...all, [`${info}/RECORD`]: `${record}\n` });
  return { name, file: `${name}-1.0-${tag}.whl`, bytes, sha256: digestOf(bytes) };
}

/** A source distribution of version 1.0, as a ZIP archive: pip takes these as well. */
export function sourceDistribution(name: string, files: Files): Wheel {
  const folder = `${name}-1.0`;
  const below = Object.entries(files).map(([path, contents]) => [`${folder}/${path}`, contents] as const);
  const bytes = zip({
    [`${folder}/PKG-INFO`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    ...Object.fromEntries(below),
  });
  return { name, file: `${folder}.zip`, bytes, sha256: digestOf(bytes) };
}

/** A wheel's first half. */
export function halfOf(whole: Wheel): Wheel {
  const bytes = whole.bytes.subarray(0, whole.bytes.length / 2);
  return { ...whole, bytes, sha256: digestOf(bytes) };
}

const certificates = new URL('../programs/tls/', import.meta.url);
const server = readFileSync(new URL('server.pem', certificates));
/** Whose signature the index's certificate has. */
export const authority = fileURLToPath(new URL('ca.pem', certificates));

export interface Index extends AsyncDisposable {
  readonly url: string;
}

/** PEP 503: a page for each project, with the wheels and their hashes. */
export async function serveIndex(wheels: readonly Wheel[]): Promise<Index> {
  const listener = createServer({ key: server, cert: server }, ({ url = '' }, response) => {
    const [, folder, name] = /^\/(simple|files)\/([^/]+)/.exec(url) ?? [];
    const found = wheels.filter((each) => (folder === 'files' ? each.file : each.name) === name);
    if (found.length === 0) {
      response.writeHead(404).end();
    } else if (folder === 'files') {
      response.end(found[0]?.bytes);
    } else {
      const links = found.map(({ file, sha256 }) => `<a href="/files/${file}#sha256=${sha256}">${file}</a>`);
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`);
    }
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const { port } = listener.address() as AddressInfo;
  return {
    url: `https://localhost:${port}/simple/`,
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      await new Promise((resolve) => {
        listener.close(resolve);
      });
    },
  };
}
