# The kernel's own timeout, a timeval in bytes: recv gives up after it, and the socket is blocking all the while.
import socket
import struct

a, b = socket.socketpair()
a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 50000))
size = struct.calcsize("ll")
print(struct.unpack("ll", a.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, size))[0], a.gettimeout())
try:
    a.recv(10)
except BlockingIOError as e:
    print(type(e).__name__, e.strerror)
a.close()
b.close()
