"""Sends much: bulk_send.py SIZE PORT. An operation is a call's worth of bytes, the round ends when the peer has all."""

import socket
import sys

from measure import rounds

size = int(sys.argv[1])
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[2])))
data = bytes(size)

for count in rounds():
    s.send((count * size).to_bytes(8, "big"))
    for _ in range(count):
        s.sendall(data)
    s.recv(1)
