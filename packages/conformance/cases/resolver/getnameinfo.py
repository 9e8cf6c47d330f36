# From an address to text.
import socket

NUMERIC = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
print(socket.getnameinfo(("127.0.0.1", 80), NUMERIC))
print(socket.getnameinfo(("::1", 443), NUMERIC))
print(socket.getnameinfo(("::1", 443, 0, 0), NUMERIC))
print(socket.getnameinfo(("127.0.0.1", 65535), socket.NI_NUMERICHOST | socket.NI_DGRAM))
for address in (("not an address", 80), ("127.0.0.1", 80, 1, 1), ("127.0.0.1", 70000), ("::1", 1, 1 << 20)):
    try:
        print(socket.getnameinfo(address, NUMERIC))
    except (OSError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
