# The stock event loop: readers, writers, pipes, calls from elsewhere, signals, names and addresses.
import asyncio
import os
import signal
import socket


async def main():
    loop = asyncio.get_running_loop()
    print(type(loop).__name__, type(loop._selector).__name__)

    r, w = os.pipe()
    read = loop.create_future()
    loop.add_reader(r, lambda: read.done() or read.set_result(os.read(r, 10)))
    loop.call_soon(os.write, w, b"pipe")
    print(await read, loop.remove_reader(r), loop.remove_reader(r))
    written = loop.create_future()
    loop.add_writer(w, lambda: written.done() or written.set_result(os.write(w, b"more")))
    print(await written, loop.remove_writer(w))

    reader = asyncio.StreamReader()
    incoming, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), open(r, "rb", 0))
    outgoing, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, open(w, "wb", 0))
    outgoing.write(b" and more")
    outgoing.close()
    print(await reader.read())
    incoming.close()

    arrived = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR1, arrived.set_result, "SIGUSR1")
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await arrived, loop.remove_signal_handler(signal.SIGUSR1))
    try:
        loop.add_signal_handler(signal.SIGKILL, print)
    except RuntimeError as e:
        print(e)

    print(await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
    print(await loop.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError as e:
        print(type(e).__name__)


asyncio.run(main())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
