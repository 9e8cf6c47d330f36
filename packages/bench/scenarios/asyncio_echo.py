"""An echo server on asyncio's streams: asyncio_echo.py CONNECTIONS"""

import asyncio
import socket
import sys

from measure import rounds, say

connections = int(sys.argv[1])


async def main():
    wanted = 0
    enough = asyncio.Event()
    connected = asyncio.Semaphore(0)

    async def echo(reader, writer):
        nonlocal wanted
        connected.release()
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
            wanted -= 1
            if wanted == 0:
                enough.set()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0, family=socket.AF_INET, backlog=1024)
    say(listening=server.sockets[0].getsockname()[1])
    for _ in range(connections):
        await connected.acquire()
    for count in rounds():
        wanted = count
        enough.clear()
        await enough.wait()


asyncio.run(main())
