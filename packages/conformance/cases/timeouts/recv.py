# recv waits so long and no longer, and the socket is good for more.
import socket
import time

a, b = socket.socketpair()
a.settimeout(0.1)
start = time.monotonic()
try:
    a.recv(10)
except socket.timeout as e:
    print(type(e).__name__, e, e.errno, socket.timeout is TimeoutError)
print(0.09 < time.monotonic() - start < 2)
b.sendall(b"late")
print(a.recv(10))
a.close()
b.close()
