"""websockets: its asyncio server, its asyncio client and its threaded client; large and compressed messages."""
import asyncio

import websockets.sync.client
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve


async def echo(connection):
    async for message in connection:
        await connection.send(message[::-1])


def threaded(uri):
    with websockets.sync.client.connect(uri) as connection:
        connection.send('abc' * 30_000)
        return len(connection.recv())


async def main():
    async with serve(echo, '127.0.0.1', 0) as server:
        uri = f'ws://127.0.0.1:{server.sockets[0].getsockname()[1]}'
        async with connect(uri) as connection:
            for message in 'hello', b'\x00\x01\x02':
                await connection.send(message)
                print(await connection.recv())
            await (await connection.ping())
        print(await asyncio.to_thread(threaded, uri))


asyncio.run(main())
