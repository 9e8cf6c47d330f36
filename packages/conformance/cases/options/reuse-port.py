# Two sockets on one port, if both say SO_REUSEPORT.
import errno
import socket

a, b, c = socket.socket(), socket.socket(), socket.socket()
a.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
b.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
a.bind(("127.0.0.1", 0))
b.bind(a.getsockname())
print(a.getsockname() == b.getsockname())
try:
    c.bind(a.getsockname())
except OSError as e:
    print(errno.errorcode[e.errno], e.strerror)
for s in (a, b, c):
    s.close()
