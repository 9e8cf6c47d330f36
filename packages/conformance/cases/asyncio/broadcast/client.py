# Three members in one loop, who speak one after the other.
import asyncio
import sys

NAMES = ["ann", "ben", "cal"]


async def member(name, turn):
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    writer.write(name.encode() + b"\n")
    heard = [await reader.readline()]
    for speaker in NAMES:
        await turn.wait()
        if speaker == name:
            writer.write(f"größe, says {name}\n".encode())
        heard.append((await reader.readline()).decode())
    writer.close()
    await writer.wait_closed()
    return heard


async def main():
    turn = asyncio.Barrier(3)
    for heard in await asyncio.gather(*(member(name, turn) for name in NAMES)):
        print(heard)


asyncio.run(main())
