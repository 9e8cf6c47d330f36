# A transport tells its protocol to pause when the peer does not read, and to go on when it does.
import asyncio
import socket

SIZE = 8_000_000


class Writer(asyncio.Protocol):
    def __init__(self):
        self.calls = []
        self.paused = asyncio.Event()
        self.resumed = asyncio.Event()
        self.lost = asyncio.Event()

    def pause_writing(self):
        self.calls.append("pause")
        self.paused.set()

    def resume_writing(self):
        self.calls.append("resume")
        self.resumed.set()

    def connection_lost(self, exception):
        self.calls.append(("lost", exception))
        self.lost.set()


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    b.setblocking(False)
    transport, writer = await loop.create_connection(Writer, sock=a)
    transport.set_write_buffer_limits(high=100_000, low=1000)
    print(transport.get_write_buffer_limits(), transport.get_write_buffer_size())
    transport.write(b"x" * SIZE)
    await writer.paused.wait()
    print(writer.calls, 100_000 < transport.get_write_buffer_size() < SIZE)

    received = 0
    while not writer.resumed.is_set():
        received += len(await loop.sock_recv(b, 1 << 16))
    print(writer.calls, transport.get_write_buffer_size() <= 1000)
    transport.writelines([b"y" * 10, b"z" * 10])
    transport.close()
    while data := await loop.sock_recv(b, 1 << 16):
        received += len(data)
    await writer.lost.wait()
    print(received - SIZE, writer.calls, transport.is_closing())
    b.close()


asyncio.run(main())
