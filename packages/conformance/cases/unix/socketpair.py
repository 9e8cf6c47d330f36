# socketpair() gives two connected sockets without a name.
import socket

a, b = socket.socketpair()
print(a.family, a.type, a.proto, repr(a.getsockname()), repr(b.getpeername()))
a.sendall(b"to b")
b.sendall(b"to a")
print(b.recv(10), a.recv(10))
a.close()
print(b.recv(10))
try:
    b.sendall(b"nobody")
except BrokenPipeError as e:
    print(e.strerror)
b.close()
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
a.send(b"one")
a.send(b"two")
print(b.type, b.recv(10), b.recv(10))
a.close()
b.close()
