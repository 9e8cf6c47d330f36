# The loop's own operations on sockets: accept, connect, streams of bytes, datagrams, a file.
import asyncio
import os
import socket


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.socket()
    for s in (listener, client):
        s.setblocking(False)
    (server, address), _ = await asyncio.gather(
        loop.sock_accept(listener), loop.sock_connect(client, listener.getsockname())
    )
    print(address == client.getsockname(), server.gettimeout())

    size = 3_000_000
    buffer = bytearray(1 << 16)

    async def receive():
        received = 0
        while received < size:
            received += await loop.sock_recv_into(server, buffer)
        return received

    print(await asyncio.gather(receive(), loop.sock_sendall(client, bytes(size))))
    with open(__file__, "rb") as file:
        print(await loop.sock_sendfile(client, file) == os.path.getsize(__file__))
    client.close()
    data = b""
    while more := await loop.sock_recv(server, 1 << 16):
        data += more
    print(len(data) == os.path.getsize(__file__))

    one, other = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
    for s in (one, other):
        s.bind(("127.0.0.1", 0))
        s.setblocking(False)
    await loop.sock_sendto(one, b"datagram", other.getsockname())
    data, address = await loop.sock_recvfrom(other, 100)
    print(data, address == one.getsockname())

    class Answer(asyncio.DatagramProtocol):
        def __init__(self):
            self.received = loop.create_future()

        def datagram_received(self, data, address):
            self.received.set_result(data)

    transport, protocol = await loop.create_datagram_endpoint(Answer, local_addr=("127.0.0.1", 0))
    await loop.sock_sendto(one, b"to the endpoint", transport.get_extra_info("sockname"))
    print(await protocol.received)
    transport.close()
    for s in (listener, server, one, other):
        s.close()


asyncio.run(main())
