# A datagram each way, and where it came from.
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
print(b.getsockname())
print(b.sendto(b"ping", a.getsockname()))
data, address = a.recvfrom(100)
print(data, address[0], address[1] == b.getsockname()[1])
print(a.sendto(b"pong", 0, address))
print(b.recv(100))
a.close()
b.close()
