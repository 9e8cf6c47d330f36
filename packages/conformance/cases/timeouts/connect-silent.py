# conformance: needs=stage
# A peer that never answers: connect gives up after its timeout.
import errno
import socket
import time

start = time.monotonic()
with socket.socket() as s:
    s.settimeout(0.2)
    try:
        s.connect(("unreachable.example.com", 80))
    except TimeoutError as e:
        print(type(e).__name__, e, e.errno)
    s.settimeout(0.1)
    print(errno.errorcode[socket.socket().connect_ex(("127.0.0.1", 9))])
with socket.socket() as s:
    s.settimeout(0.1)
    print(errno.errorcode[s.connect_ex(("unreachable.example.com", 80))])
try:
    socket.create_connection(("unreachable.example.com", 80), timeout=0.1)
except OSError as e:
    print(type(e).__name__, e)
print(0.35 < time.monotonic() - start < 5)
