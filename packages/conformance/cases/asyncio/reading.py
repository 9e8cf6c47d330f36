# A stream reader's ways to read: lines, up to a separator, exactly so much, too long, too short.
import asyncio


async def talk(reader, writer):
    writer.write(b"line one\nline two\nfield;" + b"x" * 500 + b";rest of it;exact" + b"too short")
    await writer.drain()
    writer.close()


async def attempt(reading):
    try:
        print(await reading)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "partial", ""))


async def main():
    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address, limit=100)
        await attempt(reader.readline())
        await attempt(reader.readuntil(b"\n"))
        await attempt(reader.readuntil(b";"))
        await attempt(reader.readuntil(b";"))
        await attempt(reader.readexactly(500))
        await attempt(reader.readuntil((b"of", b"it")))
        await attempt(reader.readuntil(b";"))
        await attempt(reader.readexactly(5))
        await attempt(reader.readexactly(10))
        await attempt(reader.read())
        await attempt(reader.readline())
        print(reader.at_eof())
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
