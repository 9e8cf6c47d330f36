# conformance: normalize=port
# Three clients join; what one says all hear; when the last has left, the server ends.
import asyncio


async def main():
    writers = {}
    everybody = asyncio.Barrier(3)
    done = asyncio.Event()

    async def serve(reader, writer):
        name = (await reader.readline()).decode().strip()
        writers[name] = writer
        await everybody.wait()
        writer.write(b"welcome\n")
        async for line in reader:
            for other in writers.values():
                other.write(name.encode() + b": " + line)
                await other.drain()
        del writers[name]
        writer.close()
        if not writers:
            done.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        print("ready", server.sockets[0].getsockname()[1], flush=True)
        await done.wait()
    print("everybody has left")


asyncio.run(main())
