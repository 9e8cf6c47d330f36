# Streams over TCP and over UNIX sockets: lines, end of file, a connection refused.
import asyncio
import os
import socket
import tempfile


async def shout(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.write(b"bye")
    writer.close()
    await writer.wait_closed()


async def talk(reader, writer):
    for line in (b"one\n", b"two\n"):
        writer.write(line)
        print(await reader.readline())
    writer.write_eof()
    print(await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    async with server:
        await talk(*await asyncio.open_connection(*address))
        answers = await asyncio.gather(*(echo(address, number) for number in range(20)))
        print(answers == [b"NUMBER %d\n" % number for number in range(20)])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        async with await asyncio.start_unix_server(shout, path):
            await talk(*await asyncio.open_unix_connection(path))
        print(os.listdir(folder))

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        try:
            await asyncio.open_connection(*closed.getsockname())
        except ConnectionRefusedError as e:
            print(type(e).__name__)


async def echo(address, number):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"number %d\n" % number)
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return answer


asyncio.run(main())
