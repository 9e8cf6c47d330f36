"""anyio on asyncio: a TCP listener, a connection, a task group's deadline, a thread, a process."""
import sys

import anyio


async def echo(stream):
    async with stream:
        async for data in stream:
            await stream.send(data.upper())


async def main():
    listener = await anyio.create_tcp_listener(local_host='127.0.0.1')
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, echo)
        async with await anyio.connect_tcp('127.0.0.1', port) as client:
            await client.send(b'hello')
            print(await client.receive())
            with anyio.move_on_after(0.05) as scope:
                await client.receive()
            print('cancelled', scope.cancelled_caught)
        print(await anyio.to_thread.run_sync(sum, [1, 2, 3]))
        print((await anyio.run_process([sys.executable, '-c', 'print(6 * 7)'])).stdout)
        tasks.cancel_scope.cancel()
    await listener.aclose()


anyio.run(main)
