"""Round trips over one connection: echo.py tcp|udp|unix SIZE ADDRESS"""

import socket
import sys

from measure import rounds

kind, size, where = sys.argv[1], int(sys.argv[2]), sys.argv[3]
message = bytes(size)


def stream(family, address):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.connect(address)
    for count in rounds():
        for _ in range(count):
            s.send(message)
            left = size
            while left:
                left -= len(s.recv(left))


def datagrams(address):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for count in rounds():
        for _ in range(count):
            s.sendto(message, address)
            s.recvfrom(size)


if kind == "unix":
    stream(socket.AF_UNIX, where)
elif kind == "udp":
    datagrams(("127.0.0.1", int(where)))
else:
    stream(socket.AF_INET, ("127.0.0.1", int(where)))
