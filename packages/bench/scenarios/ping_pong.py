"""Round trips between two threads over a socket pair: ping_pong.py"""

import socket
import threading

from measure import rounds

near, far = socket.socketpair()


def echo():
    while data := far.recv(64):
        far.send(data)


threading.Thread(target=echo, daemon=True).start()
message = bytes(64)

for count in rounds():
    for _ in range(count):
        near.send(message)
        near.recv(64)
