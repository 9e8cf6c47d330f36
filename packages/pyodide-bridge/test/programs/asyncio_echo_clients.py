"""Many connections to an echo server at once: asyncio_echo_clients.py PORT CONNECTIONS MESSAGES"""
import asyncio
import sys

port, connections, messages = map(int, sys.argv[1:])


async def converse(number, together):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    await together.wait()
    for index in range(messages):
        message = f'{number} {index} '.encode() * 20
        writer.write(message)
        await writer.drain()
        assert await reader.readexactly(len(message)) == message
    writer.close()
    await writer.wait_closed()
    return messages


async def main():
    together = asyncio.Barrier(connections)
    answered = await asyncio.gather(*(converse(number, together) for number in range(connections)))
    print(sum(answered))


asyncio.run(main())
