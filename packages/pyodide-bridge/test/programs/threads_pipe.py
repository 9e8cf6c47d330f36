"""Writing more than a pipe or a socket holds, while another thread reads."""

import os
import socket
import threading

SIZE = 1_000_000


def transfer(reading, writing):
    received = bytearray()

    def read():
        while len(received) < SIZE:
            received.extend(os.read(reading, 65536))

    thread = threading.Thread(target=read)
    thread.start()
    data = os.urandom(SIZE)
    written = os.write(writing, data)
    thread.join()
    print(written, received == data)


transfer(*os.pipe())
near, far = socket.socketpair()
transfer(near.fileno(), far.fileno())
reading, writing = os.pipe()
os.close(reading)
event = threading.Event()
waiting = threading.Thread(target=event.wait)
waiting.start()
try:
    os.write(writing, b"nobody reads")
except OSError as error:
    print(type(error))
event.set()
waiting.join()
