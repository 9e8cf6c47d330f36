"""A server that sends a line back on each connection: visited.py threads|asyncio|tls [CERTIFICATE]. Says where it listens."""

import asyncio
import socketserver
import ssl
import sys

BACKLOG = 128


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = BACKLOG
    daemon_threads = True
    tls = None

    def get_request(self):
        s, address = super().get_request()
        return (s if self.tls is None else self.tls.wrap_socket(s, server_side=True, do_handshake_on_connect=False)), address


async def handle(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def serve():
    server = await asyncio.start_server(handle, "127.0.0.1", 0, backlog=BACKLOG)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


kind, *certificate = sys.argv[1:]
if kind == "asyncio":
    asyncio.run(serve())
else:
    if kind == "tls":
        Server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        Server.tls.load_cert_chain(*certificate)
    with Server(("127.0.0.1", 0), Handler) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()
