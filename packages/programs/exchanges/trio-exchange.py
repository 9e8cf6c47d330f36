"""trio: an echo server in a nursery, a client, a deadline, a worker thread."""
import socket

import trio


async def echo(stream):
    async for data in stream:
        await stream.send_all(data.upper())


async def main():
    async with trio.open_nursery() as nursery:
        listeners = await nursery.start(trio.serve_tcp, echo, 0)
        port = listeners[0].socket.getsockname()[1]
        async with await trio.open_tcp_stream('127.0.0.1', port) as stream:
            await stream.send_all(b'hello')
            print(await stream.receive_some())
            with trio.move_on_after(0.05) as scope:
                await stream.receive_some()
            print('cancelled', scope.cancelled_caught)
        print(await trio.to_thread.run_sync(socket.inet_aton, '127.0.0.1'))
        nursery.cancel_scope.cancel()


trio.run(main)
