# A server's life: it starts and stops listening, knows its connections, and waits until they are closed.
import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    served = asyncio.Queue()

    async def serve(reader, writer):
        served.put_nowait(writer)
        while data := await reader.read(100):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, start_serving=False)
    address = server.sockets[0].getsockname()
    print(server.is_serving(), len(server.sockets))
    await server.start_serving()
    print(server.is_serving())
    streams = [await asyncio.open_connection(*address) for _ in range(2)]
    for _ in streams:
        await served.get()

    server.close()
    print(server.is_serving(), server.sockets)
    waiting = asyncio.create_task(server.wait_closed())
    try:
        await asyncio.open_connection(*address)
    except ConnectionRefusedError as e:
        print(type(e).__name__)
    for reader, writer in streams:
        writer.write(b"still here")
        print(await reader.read(100), waiting.done())
        writer.close()
        await writer.wait_closed()
    await waiting

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    forever = asyncio.create_task(server.serve_forever())
    with socket.create_connection(server.sockets[0].getsockname()) as client:
        await served.get()
        server.close()
        server.close_clients()
        await server.wait_closed()
        print(client.recv(100))
    try:
        await forever
    except asyncio.CancelledError as e:
        print(type(e).__name__)


asyncio.run(main())
