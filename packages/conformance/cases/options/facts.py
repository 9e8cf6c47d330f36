# What the kernel tells about a socket.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(type=socket.SOCK_DGRAM) as udp:
    for s in (listener, udp):
        for name in ("SO_TYPE", "SO_DOMAIN", "SO_PROTOCOL", "SO_ACCEPTCONN", "SO_ERROR"):
            print(name, s.getsockopt(socket.SOL_SOCKET, getattr(socket, name)))
    print(listener.type, listener.family, listener.proto)
