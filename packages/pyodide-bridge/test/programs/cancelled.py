"""Ctrl-C while asyncio.run waits for a connection that says nothing."""
import asyncio
import socket


async def main():
    a, b = socket.socketpair()
    with a, b:
        reader, writer = await asyncio.open_connection(sock=a)
        print('ready', flush=True)
        try:
            await reader.read()
        except asyncio.CancelledError:
            print('cancelled')
            raise
        finally:
            writer.close()


asyncio.run(main())
