"""Round trips over one stream of asyncio's: asyncio_client.py SIZE PORT"""

import asyncio
import sys

from measure import rounds

size, port = int(sys.argv[1]), int(sys.argv[2])
message = bytes(size)


async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for count in rounds():
        for _ in range(count):
            writer.write(message)
            await reader.readexactly(size)


asyncio.run(main())
