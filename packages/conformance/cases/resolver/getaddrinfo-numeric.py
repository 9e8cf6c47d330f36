# Numeric hosts need no name server.
import socket

NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
for host in ("127.0.0.1", "::1", "10.1", "0x7f.1", "::ffff:192.0.2.1", b"192.0.2.7"):
    for entry in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM, flags=NUMERIC):
        print(host, entry)
print(socket.getaddrinfo("127.0.0.1", "8080", socket.AF_INET, socket.SOCK_DGRAM))
print(len(socket.getaddrinfo("127.0.0.1", None)))
print(socket.getaddrinfo("fe80::1%lo", 1, type=socket.SOCK_STREAM)[0][4][0])
print(socket.getaddrinfo("127.0.0.1", 80, proto=socket.IPPROTO_UDP))
print(socket.getaddrinfo("127.0.0.1", 1, 0, socket.SOCK_STREAM, 0, socket.AI_CANONNAME)[0][3])
