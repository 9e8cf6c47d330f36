# Datagram endpoints: there and back, an error for what nobody takes, and a UNIX socket.
import asyncio
import os
import socket
import tempfile


class Endpoint(asyncio.DatagramProtocol):
    def __init__(self):
        self.events = asyncio.Queue()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.events.put_nowait((data, address))

    def error_received(self, exception):
        self.events.put_nowait(type(exception).__name__)

    def connection_lost(self, exception):
        self.events.put_nowait(("lost", exception))


async def main():
    loop = asyncio.get_running_loop()
    _, server = await loop.create_datagram_endpoint(Endpoint, local_addr=("127.0.0.1", 0))
    address = server.transport.get_extra_info("sockname")
    _, client = await loop.create_datagram_endpoint(Endpoint, remote_addr=address)
    for data in (b"one", b"", b"x" * 60_000):
        client.transport.sendto(data)
        received, sender = await server.events.get()
        server.transport.sendto(received[:10].upper(), sender)
        answer, sender = await client.events.get()
        print(len(received), answer, sender == address)
    server.transport.close()
    print(await server.events.get(), server.transport.is_closing())
    client.transport.sendto(b"nobody")
    print(await client.events.get())
    try:
        client.transport.sendto(b"elsewhere", ("127.0.0.1", 9))
    except ValueError as e:
        print(str(e).startswith("Invalid address"))
    client.transport.abort()
    print(await client.events.get())

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        _, named = await loop.create_datagram_endpoint(Endpoint, local_addr=path, family=socket.AF_UNIX)
        _, nameless = await loop.create_datagram_endpoint(Endpoint, remote_addr=path, family=socket.AF_UNIX)
        nameless.transport.sendto(b"to a path")
        print(await named.events.get())
        for endpoint in (named, nameless):
            endpoint.transport.close()


asyncio.run(main())
