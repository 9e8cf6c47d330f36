# Cancelling ends what a task waits for on a socket: a read, an accept, a connection; and the socket goes on.
import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    for s in (a, b):
        s.setblocking(False)
    reading = asyncio.create_task(loop.sock_recv(a, 10))
    await asyncio.wait([reading], timeout=0.02)
    print(reading.done(), reading.cancel())
    try:
        await reading
    except asyncio.CancelledError as e:
        print(type(e).__name__, reading.cancelled())
    await loop.sock_sendall(b, b"later")
    print(await loop.sock_recv(a, 10))

    try:
        await asyncio.wait_for(loop.sock_recv(a, 10), 0.02)
    except TimeoutError as e:
        print(type(e).__name__)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    try:
        async with asyncio.timeout(0.02):
            await loop.sock_accept(listener)
    except TimeoutError as e:
        print(type(e).__name__)
    client = socket.create_connection(listener.getsockname())
    conn, address = await loop.sock_accept(listener)
    print(address == client.getsockname(), loop._selector.get_map().keys() <= {loop._ssock.fileno()})
    for s in (a, b, listener, client, conn):
        s.close()


asyncio.run(main())
