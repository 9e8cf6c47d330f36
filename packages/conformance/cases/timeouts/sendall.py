# The timeout of sendall is for all of it.
import socket
import time

a, b = socket.socketpair()
a.settimeout(0.15)
start = time.monotonic()
try:
    a.sendall(bytes(10_000_000))
except TimeoutError as e:
    print(type(e).__name__, e)
print(0.14 < time.monotonic() - start < 2)
a.close()
b.close()
