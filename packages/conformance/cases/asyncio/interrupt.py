# conformance: settings=alone,beside
# Ctrl-C cancels the main task in the middle of a read, and the program ends with KeyboardInterrupt.
import asyncio
import os
import signal
import socket


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False)
    loop.call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
    try:
        print(await loop.sock_recv(a, 10))
    except asyncio.CancelledError as e:
        print(type(e).__name__)
        raise
    finally:
        a.close()
        b.close()


try:
    asyncio.run(main())
except KeyboardInterrupt as e:
    print(type(e).__name__)
