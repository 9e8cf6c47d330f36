"""Keeps connections open, and has a message of 64 bytes under way on some of them: load.py CONNECTIONS ACTIVE PORT"""

import select
import socket
import sys

from peer import allow_descriptors

MESSAGE = bytes(64)

allow_descriptors()
connections, active, port = map(int, sys.argv[1:])
sockets = {}
for _ in range(connections):
    s = socket.create_connection(("127.0.0.1", port))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sockets[s.fileno()] = s

poll = select.epoll()
for fd in list(sockets)[:active]:
    poll.register(fd, select.EPOLLIN)
    sockets[fd].send(MESSAGE)
while True:
    for fd, _ in poll.poll():
        if not sockets[fd].recv(64):
            sys.exit()
        sockets[fd].send(MESSAGE)
