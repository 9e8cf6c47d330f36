import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { HTTP_PORT } from './names.ts';

const PAGE = ['HTTP/1.0 200 OK', 'Content-Type: text/plain', 'Connection: close', '', 'A live peer answers.', ''].join(
  '\r\n',
);

export interface LivePeer {
  /** Contract: what every connection so far has sent, in order of arrival; forgets it. The clients must have ended. */
  takeSeen(): Promise<string[]>;
  stop(): Promise<void>;
}

/** A program that accepts; on the port of HTTP it answers a request with a page. It knows nothing of Python. */
export async function startLivePeer(name: string, address: string, port: number): Promise<LivePeer> {
  const peer = new Peer(`${name}:${port}`, address, port);
  await peer.listening;
  return peer;
}

class Peer implements LivePeer {
  readonly listening: Promise<unknown>;
  private readonly label: string;
  private readonly address: string;
  private readonly port: number;
  private readonly server: Server;
  private readonly open = new Set<Socket>();
  private seen: { from: number; received: string }[] = [];
  private accepted: (() => void) | undefined;

  constructor(label: string, address: string, port: number) {
    this.label = label;
    this.address = address;
    this.port = port;
    this.server = createServer((socket) => this.accept(socket)).listen(port, address);
    this.server.unref();
    this.listening = once(this.server, 'listening');
  }

  /** Connections are accepted in their order, so once our own is there, all those before it are too. */
  async takeSeen(): Promise<string[]> {
    const ours = connect(this.port, this.address);
    const arrived = new Promise<void>((resolve) => {
      this.accepted = () => {
        if (this.seen.some(({ from }) => from === ours.localPort)) resolve();
      };
    });
    await once(ours, 'connect');
    this.accepted?.();
    await arrived;
    this.accepted = undefined;
    const own = ours.localPort;
    ours.destroy();
    await Promise.all([...this.open].map((socket) => once(socket, 'close')));
    const seen = this.seen.filter(({ from }) => from !== own);
    this.seen = [];
    return seen.map(({ received }) =>
      received === '' ? `${this.label} was connected to` : `${this.label} received ${JSON.stringify(received)}`,
    );
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(socket: Socket): void {
    const entry = { from: socket.remotePort ?? 0, received: '' };
    this.seen.push(entry);
    this.open.add(socket);
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      entry.received += text;
      if (this.port === HTTP_PORT && entry.received.includes('\r\n\r\n')) socket.end(PAGE);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.open.delete(socket));
    this.accepted?.();
  }
}
