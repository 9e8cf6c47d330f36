"""A datagram endpoint and a UNIX server, both answering in capitals, until SIGINT: asyncio_endpoints.py PATH"""
import asyncio
import os
import sys

path = sys.argv[1]


class Capitals(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data.upper(), address)


async def capitals(reader, writer):
    writer.write((await reader.readline()).upper())
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Capitals, local_addr=('127.0.0.1', 0))
    server = await asyncio.start_unix_server(capitals, path)
    print(transport.get_extra_info('sockname')[1], flush=True)
    async with server:
        await server.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('stopped', os.path.exists(path))
