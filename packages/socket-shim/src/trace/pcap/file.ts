/** A file of packets, as Wireshark and tcpdump read it: pcapng (draft-ietf-opsawg-pcapng). */

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** LINKTYPE_RAW: a packet begins with the header of IPv4 or IPv6. */
const RAW = 101;
const COMMENT = 1;
const APPLICATION = 4;
const MICROSECONDS = 1e6;

const padded = (length: number): number => Math.ceil(length / 4) * 4;

function option(code: number, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const whole = new Uint8Array(4 + padded(bytes.length) + 4);
  const view = new DataView(whole.buffer);
  view.setUint16(0, code, true);
  view.setUint16(2, bytes.length, true);
  whole.set(bytes, 4);
  return whole;
}

function block(type: number, ...parts: Uint8Array[]): Uint8Array {
  const length = 12 + parts.reduce((sum, part) => sum + padded(part.length), 0);
  const whole = new Uint8Array(length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  view.setUint32(length - 4, length, true);
  let at = 8;
  for (const part of parts) {
    whole.set(part, at);
    at += padded(part.length);
  }
  return whole;
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value >>> 0, true);
  return bytes;
}

/** What such a file begins with. It may come again: files can be put together, and several programs may append to one. */
export function pcapngHeader(application: string): Uint8Array {
  const unknownLength = 0xffffffff;
  const section = block(
    SECTION,
    words(BYTE_ORDER_MAGIC, 1, unknownLength, unknownLength),
    option(APPLICATION, application),
  );
  const network = block(INTERFACE, words(RAW, 0));
  const whole = new Uint8Array(section.length + network.length);
  whole.set(section);
  whole.set(network, section.length);
  return whole;
}

export interface Packet {
  /** In seconds since 1970. */
  readonly time: number;
  readonly bytes: Uint8Array;
  /** What a reader of the file is shown beside it. */
  readonly comment: string;
}

export function pcapngPacket({ time, bytes, comment }: Packet): Uint8Array {
  const stamp = BigInt(Math.round(time * MICROSECONDS));
  const head = words(0, Number(stamp >> 32n), Number(stamp & 0xffffffffn), bytes.length, bytes.length);
  return block(PACKET, head, bytes, option(COMMENT, comment));
}
