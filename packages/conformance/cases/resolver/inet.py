# Addresses between text and bytes.
import socket

for text in ("1.2.3.4", "127.1", "0x7f000001", "010.1.1.1", "255.255.255.255", " 1.2.3.4", "1.2.3.4 x", "1.2.3.256"):
    try:
        packed = socket.inet_aton(text)
        print(repr(text), packed, socket.inet_ntoa(packed))
    except OSError as e:
        print(repr(text), type(e).__name__, e)
for family, text in (
    (socket.AF_INET, "1.2.3.4"),
    (socket.AF_INET, "127.1"),
    (socket.AF_INET6, "::"),
    (socket.AF_INET6, "2001:DB8::0001"),
    (socket.AF_INET6, "::ffff:1.2.3.4"),
    (socket.AF_INET6, "1:2:3:4:5:6:7"),
    (socket.AF_INET6, "fe80::1%lo"),
):
    try:
        packed = socket.inet_pton(family, text)
        print(text, packed, socket.inet_ntop(family, packed))
    except OSError as e:
        print(text, type(e).__name__, e)
