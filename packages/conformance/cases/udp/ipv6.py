# Datagrams over IPv6: flow information and scope in the address.
import socket

a = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
a.bind(("::1", 0))
b = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
b.sendto(b"six", ("::1", a.getsockname()[1], 0, 0))
data, address = a.recvfrom(100)
print(data, address[0], address[2], address[3], len(address))
a.close()
b.close()
