import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  AF_ALG,
  AF_INET,
  AF_NETLINK,
  AF_PACKET,
  AF_UNSPEC,
  AF_VSOCK,
  ALG_OP_ENCRYPT,
  ALG_SET_KEY,
  ETH_P_ALL,
  ETHERTYPE_IP,
  htons,
  IPPROTO_ICMP,
  IPPROTO_UDP,
  if_nameindex,
  inet_ntoa,
  MSG_MORE,
  NETLINK_ROUTE,
  OSError,
  PACKET_HOST,
  PACKET_OUTGOING,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_ALG,
  socket,
  TimeoutError,
  VMADDR_CID_ANY,
  VMADDR_CID_LOCAL,
  VMADDR_PORT_ANY,
} from '../src/index.ts';
import { bytes, text } from './loopback.ts';

/** Why this system does not give such a socket; undefined when it does. */
function whyNot(family: number, type: number, proto = 0): string | undefined {
  try {
    new socket(family, type, proto).close();
    return undefined;
  } catch (error) {
    if (error instanceof OSError) return error.strerror as string;
    throw error;
  }
}

/** A title that says why the test is skipped, if it is. */
const titled = (title: string, missing: string | undefined) =>
  missing === undefined ? title : `${title} (skipped: ${missing})`;

const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;
const NLMSG_DONE = 3;
const NLM_F_REQUEST_DUMP = 0x301;
const IFLA_IFNAME = 3;

describe('AF_NETLINK', () => {
  const missing = whyNot(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  test.skipIf(missing !== undefined)(titled('RTM_GETLINK names the interfaces', missing), () => {
    using s = new socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    s.bind([0, 0]);
    const [pid, groups] = s.getsockname() as [number, number];
    expect([pid > 0, groups]).toEqual([true, 0]);
    const request = new DataView(new ArrayBuffer(20));
    request.setUint32(0, 20, true);
    request.setUint16(4, RTM_GETLINK, true);
    request.setUint16(6, NLM_F_REQUEST_DUMP, true);
    request.setUint8(16, AF_UNSPEC);
    expect(s.sendto(request, [0, 0])).toBe(20);
    expect(linksFrom(s)).toEqual(if_nameindex());
  });
});

/** What a dump of the links has: numbers and names, in order. */
function linksFrom(s: socket): [number, string][] {
  const links: [number, string][] = [];
  for (;;) {
    const [data, address] = s.recvfrom(65_536);
    expect(address).toEqual([0, 0]);
    const view = new DataView(data.buffer, data.byteOffset);
    for (let at = 0; at < data.length; at += (view.getUint32(at, true) + 3) & ~3) {
      const kind = view.getUint16(at + 4, true);
      if (kind === NLMSG_DONE) return links;
      if (kind !== RTM_NEWLINK) continue;
      const end = at + view.getUint32(at, true);
      for (let attribute = at + 32; attribute < end; attribute += (view.getUint16(attribute, true) + 3) & ~3) {
        if (view.getUint16(attribute + 2, true) !== IFLA_IFNAME) continue;
        const name = data.subarray(attribute + 4, attribute + view.getUint16(attribute, true) - 1);
        links.push([view.getInt32(at + 20, true), text(name)]);
      }
    }
  }
}

describe('AF_PACKET', () => {
  const missing = whyNot(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
  test.skipIf(missing !== undefined)(titled('a datagram is seen to pass over the loopback', missing), () => {
    using capture = new socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
    capture.bind(['lo', ETH_P_ALL]);
    using receiver = new socket(AF_INET, SOCK_DGRAM);
    receiver.bind(['127.0.0.1', 0]);
    using sender = new socket(AF_INET, SOCK_DGRAM);
    const seen = passing(capture, `seen in passing by ${process.pid}`, (message) => {
      sender.sendto(message, receiver.getsockname());
    });
    const hardware = new Uint8Array(6);
    expect(seen).toEqual(
      [PACKET_OUTGOING, PACKET_HOST].map((kind) => [
        ['lo', ETHERTYPE_IP, kind, 772, hardware],
        IPPROTO_UDP,
        '127.0.0.1',
      ]),
    );
  });
});

/** What is seen of a message that passes twice. Who captures sees all that passes, and where much does, not everything. */
function passing(capture: socket, message: string, send: (message: Uint8Array) => void): unknown[] {
  capture.settimeout(0.2);
  for (;;) {
    const number = Math.random().toString(36);
    const seen: unknown[] = [];
    send(bytes(`${number}: ${message}`));
    try {
      for (let others = 0; seen.length < 2 && others < 5000; others++) {
        const [packet, address] = capture.recvfrom(2000);
        if (!text(packet).endsWith(`${number}: ${message}`)) continue;
        seen.push([address, packet[9], inet_ntoa(packet.subarray(12, 16))]);
      }
      if (seen.length === 2) return seen;
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
  }
}

describe('SOCK_RAW', () => {
  const missing = whyNot(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  test.skipIf(missing !== undefined)(titled('an ICMP echo', missing), () => {
    using s = new socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    s.settimeout(5);
    const request = new DataView(new ArrayBuffer(16));
    request.setUint8(0, 8);
    request.setUint16(4, process.pid & 0xffff);
    request.setUint16(6, 1);
    bytes('pysock..').forEach((byte, index) => {
      request.setUint8(8 + index, byte);
    });
    request.setUint16(2, checksum(request));
    expect(s.sendto(request, ['127.0.0.1', 0])).toBe(16);
    for (;;) {
      const [packet, address] = s.recvfrom(1000);
      const reply = packet.subarray(((packet[0] as number) & 15) * 4);
      if (reply[0] !== 0 || new DataView(reply.buffer, reply.byteOffset).getUint16(4) !== (process.pid & 0xffff)) {
        continue;
      }
      expect([address, text(reply.subarray(8))]).toEqual([['127.0.0.1', 0], 'pysock..']);
      return;
    }
  });
});

/** RFC 1071 */
function checksum(data: DataView): number {
  let sum = 0;
  for (let at = 0; at < data.byteLength; at += 2) sum += data.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

describe('AF_ALG', () => {
  const missing = whyNot(AF_ALG, SOCK_SEQPACKET);

  test.skipIf(missing !== undefined)(titled('sha256', missing), () => {
    using algorithm = new socket(AF_ALG, SOCK_SEQPACKET);
    algorithm.bind(['hash', 'sha256']);
    using operation = algorithm.accept()[0];
    operation.send(bytes('some of '), MSG_MORE);
    operation.sendall(bytes('the data'));
    const expected = createHash('sha256').update('some of the data').digest();
    expect(Buffer.from(operation.recv(64))).toEqual(expected);
  });

  test.skipIf(missing !== undefined)(titled('a cipher with an initialisation vector', missing), () => {
    using algorithm = new socket(AF_ALG, SOCK_SEQPACKET);
    algorithm.bind(['skcipher', 'cbc(aes)']);
    algorithm.setsockopt(SOL_ALG, ALG_SET_KEY, new Uint8Array(16));
    using operation = algorithm.accept()[0];
    operation.sendmsg_afalg([new Uint8Array(16)], { op: ALG_OP_ENCRYPT, iv: new Uint8Array(16) });
    expect(Buffer.from(operation.recv(16)).toString('hex')).toBe('66e94bd4ef8a2c3b884cfa59ca342b2e');
  });
});

describe('AF_VSOCK', () => {
  const missing = whyNot(AF_VSOCK, SOCK_STREAM) ?? whyNoVsockLoopback();
  test.skipIf(missing !== undefined)(titled('a connection over the loopback', missing), () => {
    using listener = new socket(AF_VSOCK, SOCK_STREAM);
    listener.bind([VMADDR_CID_ANY, VMADDR_PORT_ANY]);
    listener.listen();
    const [, port] = listener.getsockname() as [number, number];
    using client = new socket(AF_VSOCK, SOCK_STREAM);
    client.connect([VMADDR_CID_LOCAL, port]);
    using server = listener.accept()[0];
    client.sendall(bytes('hello'));
    expect(text(server.recv(100))).toBe('hello');
  });
});

/** A kernel may know the family and have no loopback in it. */
function whyNoVsockLoopback(): string | undefined {
  using listener = new socket(AF_VSOCK, SOCK_STREAM);
  using client = new socket(AF_VSOCK, SOCK_STREAM);
  client.settimeout(1);
  try {
    listener.bind([VMADDR_CID_ANY, VMADDR_PORT_ANY]);
    listener.listen();
    client.connect([VMADDR_CID_LOCAL, (listener.getsockname() as [number, number])[1]]);
    return undefined;
  } catch (error) {
    return `no loopback: ${(error as Error).message}`;
  }
}
