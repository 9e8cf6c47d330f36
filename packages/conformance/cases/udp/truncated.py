# What does not fit is lost; MSG_TRUNC tells how long the datagram was.
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for text in (b"first datagram", b"second datagram", b"third datagram"):
    b.sendto(text, a.getsockname())
print(a.recv(5))
buffer = bytearray(6)
print(a.recv_into(buffer, 0, socket.MSG_TRUNC), bytes(buffer))
print(a.recvfrom(100)[0])
a.close()
b.close()
