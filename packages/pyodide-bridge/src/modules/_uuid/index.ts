/** _uuidmodule.c: identifiers made of the time, a number that tells two clocks apart, and the machine's network address. */
import { networkInterfaces } from 'node:os';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { ModuleContents } from '../../capi/moduleobject.ts';

/** RFC 9562: from 1582-10-15 to 1970-01-01, in units of 100 ns. */
const BEFORE_1970 = 0x01b21dd213814000n;
const UNITS_OF_MILLISECOND = 10_000n;
const VERSION = 0x1000;
const VARIANT = 0x8000;
const MULTICAST = 1;
const NOTHING = '00:00:00:00:00:00';

/** What the kernel lists first that has an address; undefined where nothing has. */
function networkAddress(): Buffer | undefined {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ mac }) => mac !== NOTHING);
  return found && Buffer.from(found.mac.replaceAll(':', ''), 'hex');
}

/** Without `node:crypto`: loading that would be a tenth of a start. */
const randomBytes = (count: number): Buffer => Buffer.from(crypto.getRandomValues(new Uint8Array(count)));

/** RFC 9562: 6.10: where there is no address, random bits that cannot be one. */
function randomNode(): Buffer {
  const node = randomBytes(6);
  node[0] = (node[0] as number) | MULTICAST;
  return node;
}

/** Makes identifiers, no two alike. */
function createGenerator(node: Buffer): () => Uint8Array {
  const clock = (randomBytes(2).readUint16BE() & 0x3fff) | VARIANT;
  let last = 0n;
  return () => {
    const now = BigInt(Date.now()) * UNITS_OF_MILLISECOND + BEFORE_1970;
    last = now > last ? now : last + 1n;
    const bytes = Buffer.alloc(16);
    bytes.writeUint32BE(Number(last & 0xffffffffn), 0);
    bytes.writeUint16BE(Number((last >> 32n) & 0xffffn), 4);
    bytes.writeUint16BE(Number(last >> 48n) | VERSION, 6);
    bytes.writeUint16BE(clock, 8);
    node.copy(bytes, 10);
    return bytes;
  };
}

export function uuidModule({ capi }: Bridge): ModuleContents {
  const address = networkAddress();
  const generate = createGenerator(address ?? randomNode());
  /** _uuidmodule.c: py_uuid_generate_time_safe. -1: no other process was asked whether it makes the same. */
  const generate_time_safe = noArgs(
    'generate_time_safe',
    () => capi.pairOf(capi.bytesOf(generate()), capi.PyLong_FromLong(-1)),
    '',
  );
  return {
    doc: '',
    functions: [generate_time_safe],
    // CPython's has no docstring.
    members: { __doc__: capi.none() },
    constants: { has_uuid_generate_time_safe: 1, has_stable_extractable_node: address === undefined ? 0 : 1 },
  };
}
