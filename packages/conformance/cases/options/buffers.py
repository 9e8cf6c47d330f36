# Linux doubles the size that is asked for.
import socket

with socket.socket() as s:
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        s.setsockopt(socket.SOL_SOCKET, option, 8192)
        print(s.getsockopt(socket.SOL_SOCKET, option))
