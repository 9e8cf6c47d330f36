# Datagrams between two names; a sender without a name has the address None.
import os
import socket

a = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
c = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
a.bind("a")
b.bind("b")
b.sendto(b"from b", "a")
c.sendto(b"from nobody", "a")
print(a.recvfrom(100))
print(a.recvfrom(100))
for s in (a, b, c):
    s.close()
try:
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", "a")
except OSError as e:
    print(type(e).__name__, e.strerror)
os.unlink("a")
os.unlink("b")
