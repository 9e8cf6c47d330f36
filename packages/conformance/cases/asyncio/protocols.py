# What a protocol is told: of a connection, of data, of the end of the data, and how it was lost.
import asyncio
import socket
import struct


class Protocol(asyncio.Protocol):
    def __init__(self, stays_open):
        self.stays_open = stays_open
        self.events = asyncio.Queue()

    def connection_made(self, transport):
        self.transport = transport
        self.events.put_nowait("made")

    def data_received(self, data):
        self.events.put_nowait(data)

    def eof_received(self):
        self.events.put_nowait("end of data")
        return self.stays_open

    def connection_lost(self, exception):
        self.events.put_nowait(("lost", exception))


async def main():
    loop = asyncio.get_running_loop()
    protocols = [Protocol(stays_open) for stays_open in (True, False, False)]
    coming = iter(protocols)
    server = await loop.create_server(lambda: next(coming), "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    for how, protocol in zip(("half", "closed", "reset"), protocols):
        client = socket.create_connection(address)
        print(how, await protocol.events.get(), protocol.transport.get_extra_info("peername") == client.getsockname())
        client.sendall(b"data")
        print(await protocol.events.get())
        if how == "half":
            client.shutdown(socket.SHUT_WR)
            print(await protocol.events.get(), protocol.transport.is_closing())
            protocol.transport.write(b"still here")
            protocol.transport.close()
            print(client.recv(100))
        elif how == "closed":
            client.close()
            print(await protocol.events.get())
        else:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
        print(await protocol.events.get())
        client.close()
    server.close()


asyncio.run(main())
