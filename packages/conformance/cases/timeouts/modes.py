# The three modes: blocking, timeout, non-blocking.
import socket

with socket.socket() as s:
    print(s.gettimeout(), s.getblocking(), s.timeout)
    for value in (2.5, 0, None, 0.0, True, 1e-9, 1e-10):
        s.settimeout(value)
        print(repr(s.gettimeout()), s.getblocking())
    s.setblocking(True)
    print(s.gettimeout(), s.getblocking())
    s.setblocking(False)
    print(s.gettimeout(), s.getblocking())
with socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK) as s:
    print(s.gettimeout(), s.type)
