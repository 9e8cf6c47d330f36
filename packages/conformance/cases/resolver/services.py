# Services and protocols by name and by number.
import socket

for call, *args in (
    (socket.getservbyname, "http"),
    (socket.getservbyname, "domain", "udp"),
    (socket.getservbyport, 443),
    (socket.getservbyport, 53, "udp"),
    (socket.getprotobyname, "tcp"),
    (socket.getprotobyname, "icmp"),
    (socket.getservbyname, "no-such-service"),
    (socket.getservbyname, "http", "no-such-protocol"),
    (socket.getservbyport, 1, "no-such-protocol"),
    (socket.getprotobyname, "no-such-protocol"),
    (socket.getservbyport, -1),
    (socket.getservbyport, 65536),
):
    try:
        print(call.__name__, args, call(*args))
    except (OSError, OverflowError) as e:
        print(call.__name__, args, type(e).__name__, e)
