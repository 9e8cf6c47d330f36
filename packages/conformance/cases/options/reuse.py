# On/off options: off at first, on when set, whatever number set them.
import socket

with socket.socket() as s:
    for name in ("SO_REUSEADDR", "SO_REUSEPORT", "SO_KEEPALIVE", "SO_BROADCAST", "SO_OOBINLINE"):
        option = getattr(socket, name)
        before = s.getsockopt(socket.SOL_SOCKET, option)
        s.setsockopt(socket.SOL_SOCKET, option, 5)
        after = s.getsockopt(socket.SOL_SOCKET, option)
        s.setsockopt(socket.SOL_SOCKET, option, 0)
        print(name, before, after, s.getsockopt(socket.SOL_SOCKET, option))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
