"""Receives much: bulk_recv.py recv|recv_into SIZE PORT. An operation is a call's worth of bytes."""

import socket
import sys

from measure import rounds

how, size = sys.argv[1], int(sys.argv[2])
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[3])))
buffer = bytearray(size)

for count in rounds():
    left = count * size
    s.send(left.to_bytes(8, "big"))
    if how == "recv":
        while left:
            left -= len(s.recv(min(size, left)))
    else:
        while left:
            left -= s.recv_into(buffer, min(size, left))
