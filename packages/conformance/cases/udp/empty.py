# A datagram without a byte in it arrives all the same.
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.connect(a.getsockname())
print(b.send(b""), b.send(b"after"))
print(a.recvfrom(100)[0], a.recvfrom(100)[0])
a.close()
b.close()
