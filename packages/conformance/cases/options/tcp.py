# Options of TCP.
import socket

with socket.socket() as s:
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 7), ("TCP_KEEPCNT", 4), ("TCP_USER_TIMEOUT", 1500)):
        s.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        print(name, s.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)))
    print(len(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 8)))
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0") != b"")
