/** A reader of pcapng files with packets of IP, for tests. */

export const FIN = 1;
export const SYN = 2;
export const ACK = 16;

export interface ReadPacket {
  readonly time: number;
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
  readonly flags: number;
  readonly data: Buffer;
  /** Its lengths and checksums are right. */
  readonly isSound: boolean;
}

const PACKET = 6;
const TCP = 6;

function* blocksOf(file: Buffer): Generator<{ type: number; body: Buffer }> {
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at + 4);
    if (length % 4 !== 0 || file.readUInt32LE(at + length - 4) !== length)
      throw new Error(`a block of ${length} bytes`);
    yield { type: file.readUInt32LE(at), body: file.subarray(at + 8, at + length - 4) };
    at += length;
  }
}

/** The sum of all words, each with its carry: 0xffff where the checksum among them is right. */
function sum(...parts: readonly Buffer[]): number {
  let total = 0;
  for (const part of parts) for (const [at, byte] of part.entries()) total += at % 2 === 0 ? byte << 8 : byte;
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x10000);
  return total;
}

function packetOf(time: number, ip: Buffer): ReadPacket {
  const isFour = (ip[0] as number) >> 4 === 4;
  const header = ip.subarray(0, isFour ? 20 : 40);
  const segment = ip.subarray(header.length);
  const protocol = header[isFour ? 9 : 6] as number;
  const length = Buffer.from([0, segment.length >> 16, (segment.length >> 8) & 255, segment.length & 255]);
  const pseudo = [header.subarray(isFour ? 12 : 8), length, Buffer.from([0, protocol])];
  const told = isFour ? header.readUInt16BE(2) - header.length : header.readUInt16BE(4);
  const isTcp = protocol === TCP;
  return {
    ...{ time, protocol, from: segment.readUInt16BE(0), to: segment.readUInt16BE(2) },
    sequence: isTcp ? segment.readUInt32BE(4) : 0,
    flags: isTcp ? (segment[13] as number) : 0,
    data: segment.subarray(isTcp ? ((segment[12] as number) >> 4) * 4 : 8),
    isSound: told === segment.length && (!isFour || sum(header) === 0xffff) && sum(...pseudo, segment) === 0xffff,
  };
}

export function readPackets(file: Buffer): ReadPacket[] {
  const packets: ReadPacket[] = [];
  for (const { type, body } of blocksOf(file)) {
    if (type !== PACKET) continue;
    const time = (body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8)) / 1e6;
    packets.push(packetOf(time, body.subarray(20, 20 + body.readUInt32LE(12))));
  }
  return packets;
}

/** Whether each segment begins where the one before it has ended. */
export function isWithoutGap(segments: readonly ReadPacket[]): boolean {
  return segments.every(({ sequence }, at) => {
    const before = segments[at - 1];
    if (before === undefined) return true;
    return sequence === before.sequence + before.data.length + ((before.flags & (SYN | FIN)) === 0 ? 0 : 1);
  });
}
