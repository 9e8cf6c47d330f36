# A datagram longer than UDP carries is refused as a whole.
import errno
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(b.sendto(bytes(65507), a.getsockname()), len(a.recv(70000)))
try:
    b.sendto(bytes(65508), a.getsockname())
except OSError as e:
    print(errno.errorcode[e.errno], e.strerror)
a.close()
b.close()
