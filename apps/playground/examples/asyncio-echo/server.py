# An echo server with asyncio streams: one thread, many connections. It ends when three clients have been served.
import asyncio

CLIENTS = 3


async def main():
    served = asyncio.Semaphore(0)

    async def echo(reader, writer):
        name = (await reader.readline()).decode().strip()
        print(f'{name} has come')
        writer.write(f'Hello, {name}\n'.encode())
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
        print(f'{name} has left')
        writer.close()
        await writer.wait_closed()
        served.release()

    async with await asyncio.start_server(echo, 'localhost', 15004):
        print('Echo server on port 15004')
        for _ in range(CLIENTS):
            await served.acquire()


asyncio.run(main())
