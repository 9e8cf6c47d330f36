# A group of tasks on sockets: when one fails the others are cancelled, and what they opened is closed.
import asyncio
import os


async def main():
    connected = asyncio.Queue()

    async def hold(reader, writer):
        connected.put_nowait(writer)
        await reader.read()
        writer.close()

    async def client(address, closed):
        reader, writer = await asyncio.open_connection(*address)
        try:
            await reader.read()
        except asyncio.CancelledError:
            closed.append("cancelled")
            raise
        finally:
            writer.close()
            await writer.wait_closed()

    async def fail():
        for _ in range(3):
            await connected.get()
        raise LookupError("that was it")

    before = len(os.listdir("/proc/self/fd"))
    closed = []
    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    try:
        async with server, asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(client(server.sockets[0].getsockname(), closed))
            group.create_task(fail())
    except* LookupError as group:
        print(group.exceptions)
    print(closed, len(asyncio.all_tasks()))
    await server.wait_closed()
    print(len(os.listdir("/proc/self/fd")) <= before)


asyncio.run(main())
